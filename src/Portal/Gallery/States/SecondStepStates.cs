using Portal.Components.Icons;
using Portal.Identity.Accounts.SecondFactor;
using Portal.Pages.Account.SecondStep;
using Portal.Pages.SignIn;

namespace Portal.Gallery.States;

/// <summary>A code after the password, and the pages of the account that set it up.</summary>
internal static class SecondStepStates
{
    private static readonly SecondStepView Usual = new() { OtherPath = "/login/second-step?recovery=true", StartPath = "/login" };
    private static readonly SetUpView New = new(new AuthenticatorKey([.. Enumerable.Range(1, 20).Select(number => (byte)(7 * number))]));

    public static GalleryArea Area { get; } = new("second-step", "Second step",
    [
        SignIn("second-step", "Code of the app", Usual),
        SignIn("second-step.missing", "No code", Usual with { Error = "second-step.missing" }),
        SignIn("second-step.wrong", "Wrong code", Usual with { Error = "second-step.wrong" }),
        SignIn("second-step.limited", "Too many codes", Usual with { RetryAfter = Sample.Wait }),
        SignIn("second-step.recovery", "Recovery code", Usual with { ByRecoveryCode = true }),
        SignIn("second-step.recovery-wrong", "Wrong recovery code", Usual with { ByRecoveryCode = true, Error = "second-step.wrong-recovery" }),
        PageState.Of<SecondStepNeededPage>("second-step-needed", "Needed soon", sample => new { sample.Page, DueAt = sample.Now.AddDays(5), CanWait = true, SetUpPath = SecondStepPlaces.SetUp }),
        PageState.Of<SecondStepNeededPage>("second-step-needed.now", "Needed now", sample => new { sample.Page, DueAt = sample.Now, CanWait = false, SetUpPath = SecondStepPlaces.SetUp }),
        PageState.Says("second-step-demanded", "An app wants two steps", sample => new(sample.T["second-step.demanded-title"], sample.T["second-step.demanded-lead"])
        {
            Name = Sample.App.Name,
            Icon = IconName.Shield,
            Actions = [new(sample.Page.To(SecondStepPlaces.SetUp), sample.T["second-step.set-up"]), new(sample.Page.To("/account/"), sample.T["error.home"])],
        }),
        Overview("second-step-overview.off", "Off", null),
        Overview("second-step-overview.turned-off", "Just turned off", null, done: "second-step.turned-off"),
        Overview("second-step-overview.on", "On", 10),
        Overview("second-step-overview.codes-put-away", "On, codes just put away", 10, done: "second-step.put-away"),
        Overview("second-step-overview.few-codes", "On, few codes left", 2),
        Overview("second-step-overview.required", "On, and required", 10, isRequired: true),
        SetUp("second-step-set-up", "Set up", New),
        SetUp("second-step-set-up.wrong", "Set up, wrong code", New with { Error = "second-step.wrong-set-up" }),
        SetUp("second-step-set-up.limited", "Set up, too many codes", New with { RetryAfter = Sample.Wait }),
        PageState.Of<RecoveryCodesPage>("recovery-codes", "Recovery codes", sample => new
        {
            sample.Page,
            sample.Person,
            Codes = (string[])["k3m9-p7xa", "w2hd-4nqe", "b8rt-y6cv", "f5gs-9jku", "z4xn-m2wb", "q7ep-h3da", "t6vc-r8yk", "j9us-g5fb", "n3wz-x4mq", "d2ha-p8et"],
        }) with { At = SecondStepPlaces.Overview },
        PageState.Of<NewCodesPage>("second-step-new-codes", "New recovery codes", sample => new { sample.Page, sample.Person }) with { At = SecondStepPlaces.Overview },
        PageState.Of<TurnOffPage>("second-step-turn-off", "Turn off", sample => new { sample.Page, sample.Person }) with { At = SecondStepPlaces.Overview },
    ]);

    private static PageState SignIn(string id, string title, SecondStepView view) => PageState.Of<SecondStepPage>(id, title, sample => new { sample.Page, View = view, Sample.App });

    private static PageState SetUp(string id, string title, SetUpView view) =>
        PageState.Of<SetUpPage>(id, title, sample => new { sample.Page, sample.Person, View = view }) with { At = SecondStepPlaces.Overview };

    private static PageState Overview(string id, string title, int? codesLeft, string? done = null, bool isRequired = false) => PageState.Of<SecondStepOverviewPage>(id, title, sample => new
    {
        sample.Page,
        sample.Person,
        Summary = codesLeft is { } left ? new SecondFactorSummary(sample.Ago(days: 40), left) : null,
        IsRequired = isRequired,
        Done = done,
    }) with
    { At = SecondStepPlaces.Overview };
}
