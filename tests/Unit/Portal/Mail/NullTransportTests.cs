using Microsoft.Extensions.Logging;
using Portal.Mail;
using Xunit;

namespace Portal.Tests.Unit.Mail;

public sealed class NullTransportTests
{
    [Fact]
    public async Task Warns_of_each_mail_without_its_address()
    {
        var logger = new RecordingLogger<NullTransport>();

        await new NullTransport(logger).SendAsync(AMail.Envelope(), default);

        var (level, text) = Assert.Single(logger.Lines);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Contains("Portal:Email:Transport is None", text, StringComparison.Ordinal);
        Assert.DoesNotContain("example", text, StringComparison.Ordinal);
    }
}
