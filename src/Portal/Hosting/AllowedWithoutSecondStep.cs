namespace Portal.Hosting;

/// <summary>Marks what somebody can do who must have a second step before anything else: set it up, prove who they are, leave.</summary>
internal sealed class AllowedWithoutSecondStep;

internal static class SecondStepConventions
{
    public static TBuilder AllowWithoutSecondStep<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AllowedWithoutSecondStep());

    /// <summary>Whether there is a session, of somebody who must set up a second step before it is of use here.</summary>
    public static bool OwesSecondStep(this HttpContext context) => context.Items.ContainsKey(typeof(AllowedWithoutSecondStep));
}
