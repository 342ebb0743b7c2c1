using System.Collections.Concurrent;
using Portal.Tests.FakeHomeserver.Http;

namespace Portal.Tests.FakeHomeserver.Client;

/// <summary>Asks the portal what a token is worth, and remembers it for two minutes (homeserver contract, section 6.3, lines 3 and 4).</summary>
internal sealed class Introspection
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, Introspected> _answers = new(StringComparer.Ordinal);

    /// <exception cref="MatrixErrorException">The portal cannot be asked, or the token is worth nothing.</exception>
    public async Task<Introspected> RequireActiveAsync(World world, string token)
    {
        var answer = _answers.TryGetValue(token, out var known) && world.Now < known.RetrievedAt + Kept ? known : _answers[token] = await AskAsync(world, token);
        return answer.Active && !answer.IsOver(world.Now) ? answer : throw MatrixErrorException.UnknownToken("Token is not active");
    }

    public void Forget(string token) => _answers.TryRemove(token, out _);

    public void ForgetAll() => _answers.Clear();

    private static async Task<Introspected> AskAsync(World world, string token)
    {
        try
        {
            if (world.Portal is { } portal)
            {
                using var response = await portal.IntrospectAsync(token, world.Options.Secret);
                if (response.IsSuccessStatusCode && Introspected.Read(await response.Content.ReadAsByteArrayAsync(), world.Now) is { } answer)
                {
                    return answer;
                }
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // The same as an answer that is none.
        }

        throw new MatrixErrorException(503, "M_UNKNOWN", "Unable to introspect the access token");
    }
}
