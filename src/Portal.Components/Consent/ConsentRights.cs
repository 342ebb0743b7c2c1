namespace Portal.Components.Consent;

/// <summary>One group of the consent page.</summary>
/// <param name="Heading">May hold <c>{0}</c> for the client's name.</param>
/// <param name="Outcomes">In plain words; an empty group is left out.</param>
public sealed record ConsentRights(string Heading, IReadOnlyList<string> Outcomes);
