using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Recovery;
using Portal.Identity.Keys;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Recovery;

public sealed class RecoveryTicketTextsTests
{
    private static readonly byte[] OldKey = new byte[32];
    private static readonly byte[] NewKey = [.. Enumerable.Repeat((byte)1, 32)];

    [Fact]
    public void Letters_and_digits_are_all_as_likely()
    {
        var texts = new RecoveryTicketTexts(A.Protector());

        var counts = Enumerable.Range(0, 2000).SelectMany(_ => texts.NewText(Guid.CreateVersion7(ManualClock.Start))).CountBy(character => character).ToDictionary();

        Assert.Equal(62, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 800, 1270)); // 1032 on average; seven standard deviations
    }

    [Fact]
    public void A_ticket_keeps_its_text_when_the_encryption_key_changes()
    {
        var before = new RecoveryTicketTexts(new SecretProtector(OldKey));
        var ticket = RecoveryTicket.Prepare(default, default, default, before.NewText, ManualClock.Start);
        var text = before.TextOf(ticket);

        Assert.Equal(text, new RecoveryTicketTexts(new SecretProtector(NewKey, OldKey)).TextOf(ticket));
        Assert.Null(new RecoveryTicketTexts(new SecretProtector(NewKey)).TextOf(ticket));
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", true)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", false)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAé", false)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA-", false)]
    public void Knows_what_can_be_a_ticket(string text, bool can) => Assert.Equal(can, TicketTexts.IsTicket(text));
}
