using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Captcha;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;

namespace Portal.Identity.Accounts.Registration;

/// <summary>Checks the first form of a registration, all of it at once (flows contract, section 6.3).</summary>
/// <remarks>Whether somebody has the e-mail address is not looked at: the form must not tell who has an account.</remarks>
public sealed class RegistrationForm(
    PortalDbContext database,
    UsernamePolicy usernames,
    EmailPolicy emails,
    RequesterPolicy requesters,
    CaptchaCheck captcha,
    NewPasswordCheck passwords,
    HomeserverQuestions homeserver,
    ILookupNormalizer normalizer,
    IOptions<AccountOptions> accounts,
    IOptions<MatrixOptions> matrix)
{
    private const int MaxSuggestions = 3;

    /// <summary>What must be put right; empty if nothing.</summary>
    public async Task<IReadOnlyList<FormProblem>> CheckAsync(RegisterCommand command, CancellationToken cancellationToken)
    {
        var problems = new List<FormProblem>();
        problems.AddRange(await CheckUsernameAsync(command.Username, cancellationToken));
        problems.AddRange(CheckEmail(command.Email));
        if (!command.WithPasskey)
        {
            problems.AddRange(await passwords.CheckAsync(command.Password, command.PasswordAgain, [command.Username, command.Email], cancellationToken));
        }

        if (command.TermsUri is not null && !command.TermsAccepted)
        {
            problems.Add(new("accept_terms", FormProblemCodes.Required));
        }

        if (!await captcha.PassAsync(command.CaptchaAnswers, command.Requester, cancellationToken))
        {
            problems.Add(new("captcha", FormProblemCodes.Failed));
        }

        problems.AddRange(requesters.Check(command.Requester).Select(ToProblem));
        return problems;
    }

    /// <summary>What is wrong with a username; also asked while one types, and when the name was taken meanwhile.</summary>
    public async Task<IReadOnlyList<FormProblem>> CheckUsernameAsync(string username, CancellationToken cancellationToken)
    {
        if (username.Length == 0)
        {
            return [new("username", FormProblemCodes.Required)];
        }

        var violations = usernames.Check(username, matrix.Value.ServerName);
        if (violations.Count > 0)
        {
            return [.. violations.Select(ToProblem)];
        }

        return await IsFreeAsync(username, cancellationToken) switch
        {
            true => [],
            null => [new("username", FormProblemCodes.Unanswered)],
            false => [new("username", FormProblemCodes.Exists) { Suggestions = await SuggestAsync(username, cancellationToken) }],
        };
    }

    internal Task<bool> IsTakenAsync(string username, CancellationToken cancellationToken)
    {
        var normalized = normalizer.NormalizeName(username);
        return database.Users.AnyAsync(user => user.NormalizedUserName == normalized, cancellationToken);
    }

    // None if the homeserver does not say.
    private async Task<bool?> IsFreeAsync(string username, CancellationToken cancellationToken) =>
        await IsTakenAsync(username, cancellationToken) ? false : await homeserver.IsUsernameAvailableAsync(username, cancellationToken);

    private async Task<IReadOnlyList<string>> SuggestAsync(string username, CancellationToken cancellationToken)
    {
        var free = new List<string>();
        foreach (var candidate in UsernameSuggestions.Candidates(username).Where(candidate => usernames.Check(candidate, matrix.Value.ServerName).Count == 0))
        {
            if (await IsFreeAsync(candidate, cancellationToken) is not { } isFree)
            {
                break; // a suggestion that is refused afterwards is worse than none
            }

            if (isFree)
            {
                free.Add(candidate);
            }

            if (free.Count == MaxSuggestions)
            {
                break;
            }
        }

        return free;
    }

    private IEnumerable<FormProblem> CheckEmail(string email)
    {
        if (!accounts.Value.PasswordRegistrationEmailRequired)
        {
            return [];
        }

        if (email.Length == 0)
        {
            return [new("email", FormProblemCodes.Required)];
        }

        return EmailAddress.TryParse(email, out var address)
            ? emails.Check(address).Select(ToProblem)
            : [new("email", FormProblemCodes.Invalid)];
    }

    private static FormProblem ToProblem(PolicyViolation violation) =>
        new(violation.Field, violation.Code ?? FormProblemCodes.Denied, violation.Message);
}
