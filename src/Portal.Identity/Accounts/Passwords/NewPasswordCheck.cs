using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;

namespace Portal.Identity.Accounts.Passwords;

/// <summary>Whether a password may be chosen, wherever that is: at registration, at a change, and after a recovery (policy contract, section 2.1).</summary>
public sealed class NewPasswordCheck(PortalDbContext database, PasswordStrength strength, PasswordGate gate, IOptions<MatrixOptions> matrix)
{
    /// <summary>For an account that exists: its name and addresses are the first that a guesser would try.</summary>
    /// <param name="again">The second typing; none where the form asks once.</param>
    /// <returns>Empty if nothing is wrong.</returns>
    /// <exception cref="PasswordGateBusyException">Too many wait to have a password judged.</exception>
    public async Task<IReadOnlyList<FormProblem>> CheckAsync(string password, string? again, Guid userId, CancellationToken cancellationToken)
    {
        var username = await database.Users.Where(user => user.Id == userId).Select(user => user.UserName).SingleOrDefaultAsync(cancellationToken);
        var addresses = await database.UserEmails.Where(email => email.UserId == userId).Select(email => email.Address).ToListAsync(cancellationToken);
        return await CheckAsync(password, again, [username, .. addresses], cancellationToken);
    }

    /// <param name="personalWords">What stands beside the password in the form.</param>
    /// <inheritdoc cref="CheckAsync(string, string?, Guid, CancellationToken)"/>
    public async Task<IReadOnlyList<FormProblem>> CheckAsync(string password, string? again, IReadOnlyList<string?> personalWords, CancellationToken cancellationToken)
    {
        var estimate = await EstimateAsync(password, personalWords, cancellationToken);
        return [.. ProblemsOf(estimate), .. RepetitionProblems(password, again)];
    }

    /// <summary>What is thought of a password.</summary>
    /// <exception cref="PasswordGateBusyException">Too many wait to have a password judged.</exception>
    public async Task<PasswordEstimate> EstimateAsync(string password, IReadOnlyList<string?> personalWords, CancellationToken cancellationToken) =>
        // Guessing costs time as hashing does, and anybody can ask for it: the same gate bounds it.
        await gate.RunAsync(() => strength.Estimate(password, [.. personalWords, matrix.Value.ServerName]), cancellationToken);

    private static IEnumerable<FormProblem> ProblemsOf(PasswordEstimate estimate)
    {
        if (estimate.Refusal is { } refusal)
        {
            yield return new("password", refusal switch
            {
                PasswordRefusal.Empty => FormProblemCodes.Required,
                PasswordRefusal.TooLong => FormProblemCodes.TooLong,
                _ => FormProblemCodes.Invalid,
            });
        }
        else if (!estimate.IsAccepted)
        {
            yield return new("password", FormProblemCodes.Weak) { Estimate = estimate };
        }
    }

    private static IEnumerable<FormProblem> RepetitionProblems(string password, string? again)
    {
        if (again is not null && again != password)
        {
            yield return new("password_confirm", again.Length == 0 ? FormProblemCodes.Required : FormProblemCodes.Mismatch);
        }
    }
}
