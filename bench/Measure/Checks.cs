namespace Portal.Bench.Measure;

/// <summary>Without which the figures would mean nothing.</summary>
internal static class Checks
{
    /// <summary>Every token must be live; also brings each past its first use, which writes.</summary>
    public static async Task RequireAllActiveAsync(IEnumerable<Target> targets)
    {
        foreach (var target in targets)
        {
            using var introspection = new Introspection(target.Address, Rehearsal.ServiceAuthorization);
            await introspection.RequireAllActiveAsync(target.Files.Tokens);
        }
    }
}
