using System.Text.Json;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.FailedSignIns;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary><c>portal audit export</c> (docs/operators/audit.md).</summary>
public sealed class AuditCommandTests : CommandTest
{
    [Theory]
    [InlineData("audit export")]
    [InlineData("manage audit export")]
    public async Task Every_line_is_an_object_with_the_documented_fields_the_oldest_first(string words)
    {
        await ArrangeAsync();

        var (code, output, _) = await RunAsync(words);

        Assert.Equal(0, code);
        var lines = output.Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["email_added", "browser_began", "password_changed", "sign_in_failed"], lines.Select(line => line.GetProperty("kind").GetString()));
        Assert.All(lines, line => Assert.Equal(
            ["time", "id", "kind", "user_id", "username", "session_id", "ip_address", "detail", "count"], line.EnumerateObject().Select(field => field.Name)));
        Assert.Equal(("alice", "192.0.2.7", "a \"name\"\nof two lines"), (lines[2].GetProperty("username").GetString(), lines[2].GetProperty("ip_address").GetString(), lines[2].GetProperty("detail").GetString()));
        Assert.Equal((3, "203.0.113.7"), (lines[3].GetProperty("count").GetInt32(), lines[3].GetProperty("ip_address").GetString()));
        Assert.Equal(JsonValueKind.Null, lines[1].GetProperty("ip_address").ValueKind);
        Assert.True(lines[1].GetProperty("time").GetString()!.EndsWith('Z'));
    }

    [Theory]
    [InlineData("--username=Alice", 3)]
    [InlineData("--username=bob", 1)]
    [InlineData("--since=2100-01-01", 0)]
    [InlineData("--since=2000-01-01T00:00:00+02:00", 4)]
    public async Task A_part_of_it_can_be_asked_for(string argument, int count)
    {
        await ArrangeAsync();

        var (code, output, _) = await RunAsync("audit export", argument);

        Assert.Equal((0, count), (code, output.Length == 0 ? 0 : output.Split('\n').Length));
    }

    [Theory]
    [InlineData("--username=nobody", "Nobody is called 'nobody' here.")]
    [InlineData("--since=yesterday", "--since is 'yesterday'; write a day such as 2026-03-09, or a time such as 2026-03-09T14:30:00Z.")]
    public async Task What_cannot_be_answered_is_said(string argument, string sentence)
    {
        var (code, output, error) = await RunAsync("audit export", argument);

        Assert.Equal((1, ""), (code, output));
        Assert.EndsWith(sentence, error, StringComparison.Ordinal);
    }

    private async Task ArrangeAsync()
    {
        var (alice, bob, start) = (await Site.PersonAsync("alice"), await Site.PersonAsync("bob"), ManualClock.Start);
        await Site.ArrangeAsync(
            SecurityEvent.Record(alice.Id, SecurityEvent.PasswordChanged, null, "192.0.2.7", start + TimeSpan.FromHours(2), "a \"name\"\nof two lines"),
            SecurityEvent.Record(bob.Id, SecurityEvent.EmailAdded, null, null, start),
            A.BrowserSession(alice, now: start + TimeSpan.FromHours(1)),
            FailedSignIn.First(alice.Id, "203.0.113.7", FailedSignIn.HourOf(start + TimeSpan.FromHours(3)), 3, start + TimeSpan.FromHours(3)));
    }
}
