using Microsoft.Extensions.Logging;

namespace Portal.Identity.Homeserver;

/// <summary>What pages ask the homeserver while somebody waits for them: never for long, and no answer is an answer.</summary>
public sealed partial class HomeserverQuestions(IHomeserver homeserver, TimeProvider clock, ILogger<HomeserverQuestions> logger)
{
    /// <summary>How long a page waits for a display name (contract, section 3).</summary>
    public static readonly TimeSpan NamePatience = TimeSpan.FromSeconds(1);

    /// <summary>How long a form waits to know whether a username is free.</summary>
    public static readonly TimeSpan AvailabilityPatience = TimeSpan.FromSeconds(10);

    /// <summary>Whether a new user could have the name.</summary>
    /// <returns>None if the homeserver does not say: that is not "taken".</returns>
    public async Task<bool?> IsUsernameAvailableAsync(string username, CancellationToken cancellationToken)
    {
        var (available, answered) = await AskAsync(token => homeserver.IsUsernameAvailableAsync(username, token), AvailabilityPatience, cancellationToken);
        return answered ? available : null;
    }

    /// <summary>What other people see the user as; none if they have no name, or the homeserver does not say.</summary>
    public async Task<string?> FindDisplayNameAsync(string username, CancellationToken cancellationToken)
    {
        var (user, _) = await AskAsync(token => homeserver.FindUserAsync(username, token), NamePatience, cancellationToken);
        return string.IsNullOrWhiteSpace(user?.DisplayName) ? null : user.DisplayName;
    }

    private async Task<(T? Answer, bool Answered)> AskAsync<T>(Func<CancellationToken, Task<T>> ask, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return (await ask(either.Token).WaitAsync(either.Token), true);
        }
        catch (HomeserverException exception)
        {
            LogNoAnswer(exception.Message);
            return default;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoAnswer("it takes too long");
            return default;
        }
    }

    [LoggerMessage(3401, LogLevel.Warning, "The homeserver did not answer a question that a page asked: {Reason}.")]
    private partial void LogNoAnswer(string reason);
}
