using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Passkeys;
using Portal.Pages.Account.Passkeys;

namespace Portal.Gallery.States;

/// <summary>Passkeys of an account.</summary>
internal static class PasskeyStates
{
    public static GalleryArea Area { get; } = new("passkeys", "Passkeys",
    [
        List("passkeys.none", "None", _ => []),
        List("passkeys.one", "One", sample => [sample.Passkey("Google Password Manager", 40)]),
        List("passkeys", "Some", sample => [sample.Passkey("Google Password Manager", 40), sample.Passkey("Key on my key ring", 3, isSynced: false, provider: null, usedDays: null)]),
        List("passkeys.long-name", "Long name", sample => [sample.Passkey(Sample.LongName, 40), sample.Passkey(Sample.LongWord, 3)]),
        List("passkeys.added", "Just added", sample => [sample.Passkey("Google Password Manager", 0, usedDays: null)], "passkeys.added"),
        List("passkeys.renamed", "Just renamed", sample => [sample.Passkey("Phone", 40)], "passkeys.renamed"),
        List("passkeys.removed", "Just removed", _ => [], "passkeys.removed"),
        Add("passkey-add", "Add one", null),
        Add("passkey-add.refused", "Refused", "passkeys.refused"),
        Add("passkey-add.too-many", "Has too many", "passkeys.too-many"),
        Offer("passkey-offer", "Offered after signing in", null),
        Offer("passkey-offer.refused", "Offered, refused", "passkeys.refused"),
        One("passkey", "One of them", sample => sample.Passkey("Google Password Manager", 40)),
        One("passkey.one-device", "Bound to one device", sample => sample.Passkey("Key on my key ring", 3, isSynced: false, provider: null, usedDays: null)),
        One("passkey.name-missing", "No name", sample => sample.Passkey("Google Password Manager", 40), "", new("name", FormProblemCodes.Required)),
        Remove("passkey-remove", "Remove it", canRemove: true),
        Remove("passkey-remove.last", "The only way in", canRemove: false),
    ]);

    private static PageState List(string id, string title, Func<Sample, IReadOnlyList<Passkey>> passkeys, string? done = null) =>
        PageState.Of<PasskeysPage>(id, title, sample => new { sample.Page, sample.Person, Passkeys = passkeys(sample), sample.Now, Done = done }) with { At = PasskeyPlaces.List };

    private static PageState Add(string id, string title, string? problem) =>
        PageState.Of<AddPasskeyPage>(id, title, sample => new { sample.Page, sample.Person, Sample.Question, Problem = problem }) with { At = PasskeyPlaces.Add };

    private static PageState Offer(string id, string title, string? problem) => PageState.Of<PasskeyOfferPage>(id, title, sample => new { sample.Page, sample.Person, Sample.Question, Problem = problem });

    private static PageState One(string id, string title, Func<Sample, Passkey> passkey, string? name = null, FormProblem? problem = null) => PageState.Of<PasskeyPage>(id, title, sample =>
    {
        var one = passkey(sample);
        return new { sample.Page, sample.Person, Passkey = one, Name = name ?? one.Name, sample.Now, Problem = problem };
    }) with
    { At = PasskeyPlaces.List };

    private static PageState Remove(string id, string title, bool canRemove) =>
        PageState.Of<RemovePasskeyPage>(id, title, sample => new { sample.Page, sample.Person, Passkey = sample.Passkey("Google Password Manager", 40), CanRemove = canRemove }) with { At = PasskeyPlaces.List };
}
