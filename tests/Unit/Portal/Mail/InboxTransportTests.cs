using Portal.Mail;
using Xunit;

namespace Portal.Tests.Unit.Mail;

public sealed class InboxTransportTests
{
    private readonly InboxTransport _inbox = new(new StoppedClock());

    [Fact]
    public async Task Shows_the_newest_first()
    {
        await SendAsync("one");
        await SendAsync("two");

        Assert.Equal(["two", "one"], _inbox.Mails.Select(mail => mail.Message.Subject));
        Assert.All(_inbox.Mails, mail => Assert.Equal(StoppedClock.Start, mail.ReceivedAt));
    }

    [Fact]
    public async Task Keeps_the_last_50()
    {
        for (var i = 1; i <= 51; i++)
        {
            await SendAsync($"{i}");
        }

        Assert.Equal(50, _inbox.Mails.Count);
        Assert.Equal(("51", "2"), (_inbox.Mails[0].Message.Subject, _inbox.Mails[^1].Message.Subject));
    }

    [Fact]
    public async Task Tells_when_the_mail_is_there()
    {
        var seen = new List<int>();
        _inbox.Changed += (_, _) => seen.Add(_inbox.Mails.Count);

        await SendAsync("one");
        await SendAsync("two");

        Assert.Equal([1, 2], seen);
    }

    [Fact]
    public async Task A_list_does_not_change_while_it_is_read()
    {
        await SendAsync("one");
        var mails = _inbox.Mails;

        await SendAsync("two");

        Assert.Single(mails);
    }

    private Task SendAsync(string subject) => _inbox.SendAsync(AMail.Envelope(AMail.Message(subject: subject)), default);
}
