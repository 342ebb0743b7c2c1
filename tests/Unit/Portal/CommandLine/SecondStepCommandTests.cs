using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts.Notices;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>What an operator does for somebody who has lost the phone and all recovery codes.</summary>
public sealed class SecondStepCommandTests : CommandTest
{
    [Fact]
    public async Task The_second_step_is_removed_and_its_owner_is_told()
    {
        var user = await Site.PersonAsync("alice");
        await Site.ArrangeAsync([A.Email(user, "alice@mail.example"), .. new TwoSteps().RowsOf(user)]);

        Assert.Equal((0, "alice signs in with the password alone from now on. All their addresses are told."), await CodeAndOutputAsync("second-step remove Alice"));

        Assert.Equal(0, await Site.ReadAsync(database => database.Authenticators.CountAsync()));
        Assert.Equal(NoticeKind.SecondFactorDisabled, (await Site.ReadAsync(database => database.Outbox.AsNoTracking().SingleAsync())).Read<NoticeMessage>().Kind);
    }

    [Fact]
    public async Task Passkeys_that_are_on_the_lost_phone_go_too()
    {
        var user = await Site.PersonAsync("alice");
        using var passkey = new SoftwareAuthenticator();
        await passkey.EnrolAsync(Site, user);

        Assert.Equal((0, "alice signs in with the password alone from now on. All their addresses are told."), await CodeAndOutputAsync("second-step remove alice"));

        Assert.Equal(0, await Site.ReadAsync(database => database.Passkeys.CountAsync()));
    }

    [Theory]
    [InlineData("nobody", "Nobody is called 'nobody' here.")]
    [InlineData("alice", "alice has no second step and no passkey beside a password.")]
    public async Task What_cannot_be_removed_is_said(string name, string sentence)
    {
        await Site.PersonAsync("alice");

        var (code, output, error) = await RunAsync("second-step remove " + name);

        Assert.Equal((1, ""), (code, output));
        Assert.EndsWith(sentence, error, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output)> CodeAndOutputAsync(string words)
    {
        var (code, output, _) = await RunAsync(words);
        return (code, output);
    }
}
