namespace Portal.Pages.Account.SecondStep;

/// <summary>The addresses of the pages about signing in in two steps.</summary>
internal static class SecondStepPlaces
{
    public const string Overview = "/account/second-step";
    public const string SetUp = Overview + "/set-up";

    /// <summary>Tells that it must be set up, and until when that can wait.</summary>
    public const string Needed = Overview + "/needed";

    public const string Off = Overview + "/off";
    public const string NewCodes = Overview + "/new-codes";

    /// <summary>The codes that were just drawn, until they are put away.</summary>
    public const string Codes = Overview + "/codes";

    public const string CodesFile = Overview + "/codes.txt";
}
