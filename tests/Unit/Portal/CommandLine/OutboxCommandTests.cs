using Microsoft.EntityFrameworkCore;
using Portal.Identity.Outbox;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>Messages that were given up, as an operator sees to them.</summary>
public sealed class OutboxCommandTests : CommandTest
{
    [Fact]
    public async Task They_are_listed_with_their_reasons_and_tried_again()
    {
        var user = Guid.CreateVersion7(ManualClock.Start);
        var (about, mail, fine) = (Message("sync-devices", user), Message("send-notice"), OutboxMessage.Create("send-notice", "{}", ManualClock.Start));
        await Site.ArrangeAsync(about, mail, fine);

        var lines = (await RunAsync("outbox list")).Output.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Contains($"{Ulid.Encode(about.Id)}\tsync-devices\t{Ulid.Encode(user)}\t1\t2026-03-04 09:00 UTC\tThe homeserver answered 500.", lines);
        Assert.Contains($"{Ulid.Encode(mail.Id)}\tsend-notice\t-\t1\t2026-03-04 09:00 UTC\tThe homeserver answered 500.", lines);

        Assert.Equal("1 message will be tried again.", (await RunAsync($"outbox retry {Ulid.Encode(about.Id)}")).Output);
        Assert.Equal("1 message will be tried again.", (await RunAsync("outbox retry all")).Output);
        Assert.Equal("No message was given up.", (await RunAsync("outbox retry all")).Output);
        Assert.Equal("No message was given up.", (await RunAsync("outbox list")).Output);
        Assert.False(await Site.ReadAsync(database => database.Outbox.AnyAsync(message => message.FailedAt != null || message.Attempts > 0)));
    }

    [Theory]
    [InlineData("outbox retry", "Type it like this: outbox retry ID")]
    [InlineData("outbox retry everything", "'everything' is no id; 'outbox list' shows them.")]
    [InlineData("outbox retry 01JZ8T5Q3M6W2V9K4B7XH0N1CD", "No message of this id was given up; 'outbox list' shows those that were.")]
    public async Task What_cannot_be_done_is_said(string words, string sentence)
    {
        var (code, output, error) = await RunAsync(words);

        Assert.Equal((1, ""), (code, output));
        Assert.EndsWith(sentence, error, StringComparison.Ordinal);
    }

    private static OutboxMessage Message(string kind, Guid? subject = null)
    {
        var message = OutboxMessage.Create(kind, "{}", ManualClock.Start, subjectId: subject);
        message.Lease(ManualClock.Start, OutboxDelivery.LeaseTime);
        message.Fail("The homeserver answered 500.", ManualClock.Start);
        return message;
    }
}
