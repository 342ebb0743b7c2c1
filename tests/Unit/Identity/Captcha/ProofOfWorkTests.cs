using Portal.Identity.Captcha;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Captcha;

public abstract class ProofOfWorkTests(DatabaseProvider engine) : StorageTest(engine)
{
    private const int Bits = 8;

    protected override Dictionary<string, string?> Settings => new() { ["Portal:Captcha:Service"] = "ProofOfWork", ["Portal:Captcha:Difficulty"] = $"{Bits}" };

    [Fact]
    public async Task Work_that_is_done_counts_once()
    {
        var answer = ProofOfWorkSolver.Solve(await IssueAsync(), Bits);

        Assert.True(await TryUseAsync(answer));
        Assert.False(await TryUseAsync(answer));
    }

    [Fact]
    public async Task A15_Of_fifty_uses_of_one_answer_at_once_one_counts()
    {
        var answer = ProofOfWorkSolver.Solve(await IssueAsync(), Bits);

        Assert.Single(await AtOnceAsync(50, (process, _) => TryUseAsync(answer, process)), used => used);
    }

    [Fact]
    public async Task Another_number_for_the_same_challenge_does_not_count_again()
    {
        var challenge = await IssueAsync();
        var first = ProofOfWorkSolver.Solve(challenge, Bits);
        var second = Enumerable.Range(int.Parse(first.Split(':')[1]) + 1, 100_000).Select(number => $"{challenge}:{number}").First(answer => IsSolved(answer));

        Assert.True(await TryUseAsync(first));
        Assert.False(await TryUseAsync(second));
    }

    [Fact]
    public async Task Work_that_is_not_done_does_not_count_and_uses_nothing_up()
    {
        var challenge = await IssueAsync();

        Assert.False(await TryUseAsync(ProofOfWorkSolver.Solve(challenge, Bits, fits: false)));
        Assert.True(await TryUseAsync(ProofOfWorkSolver.Solve(challenge, Bits)));
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public async Task A_form_may_stay_open_for_an_hour(int minutes, bool counts)
    {
        var answer = ProofOfWorkSolver.Solve(await IssueAsync(), Bits);
        Clock.Advance(TimeSpan.FromMinutes(minutes));

        Assert.Equal(counts, await TryUseAsync(answer));
    }

    [Fact]
    public async Task A_challenge_that_is_not_ours_or_was_changed_does_not_count()
    {
        var challenge = await IssueAsync();
        var (payload, mac) = (challenge.Split('.')[0], challenge.Split('.')[1]);
        var other = (await IssueAsync()).Split('.');
        string[] forged =
        [
            $"{payload}.{other[1]}", $"{other[0]}.{mac}", $"{payload}.", $".{mac}", payload, mac, $"{payload}.{mac}.{mac}", $"{payload}{mac}", "", ".", $"{payload}=.{mac}", $"{payload} .{mac}",
            $"{(payload[^1] == 'A' ? payload[..^1] + "B" : payload[..^1] + "A")}.{mac}", new('A', 5000),
        ];

        foreach (var text in forged)
        {
            Assert.False(await TryUseAsync(ProofOfWorkSolver.Solve(text, Bits)), text);
        }
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("{0}:")]
    [InlineData("{0}:-1")]
    [InlineData("{0}: 1")]
    [InlineData("{0}:1:1")]
    [InlineData("{0}:١")]
    [InlineData("{0}:12345678901234567")]
    [InlineData("\0")]
    public async Task What_is_no_answer_does_not_count(string form) => Assert.False(await TryUseAsync(string.Format(form, await IssueAsync())));

    private static bool IsSolved(string answer) => System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(answer))[0] == 0;

    private Task<string> IssueAsync() => Host.RunAsync<ProofOfWork, string>(proofs => Task.FromResult(proofs.Issue()));

    private Task<bool> TryUseAsync(string answer, IdentityHost? on = null) => (on ?? Host).RunAsync<ProofOfWork, bool>(proofs => proofs.TryUseAsync(answer, CancellationToken.None));

    public sealed class OnSqlite() : ProofOfWorkTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : ProofOfWorkTests(DatabaseProvider.PostgreSql);
}
