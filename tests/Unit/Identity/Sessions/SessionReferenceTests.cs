using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Sessions;

/// <summary>How sessions and places in their list are written in addresses (flows contract, sections 1 and 9.6).</summary>
public sealed class SessionReferenceTests
{
    private const string Id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    [Theory]
    [InlineData("browser_session:" + Id, AccountSessionKind.Browser)]
    [InlineData("oauth2_session:" + Id, AccountSessionKind.OAuth)]
    [InlineData("compat_session:" + Id, AccountSessionKind.Legacy)]
    public void Is_written_as_it_is_read(string text, AccountSessionKind kind)
    {
        Assert.True(SessionReference.TryParse(text, out var reference));

        Assert.Equal((kind, Id, text), (reference.Kind, Ulid.Encode(reference.Id), reference.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(Id)]
    [InlineData(":" + Id)]
    [InlineData("oauth2_session:")]
    [InlineData("oauth2_session:" + Id + ":" + Id)]
    [InlineData("OAuth2_session:" + Id)]
    [InlineData("legacy_session:" + Id)]
    [InlineData("user:" + Id)]
    [InlineData("oauth2_session:8ZZZZZZZZZZZZZZZZZZZZZZZZZ")]
    [InlineData(" oauth2_session:" + Id)]
    public void Everything_else_names_no_session(string? text) => Assert.False(SessionReference.TryParse(text, out _));

    [Fact]
    public void A_place_is_written_as_it_is_read()
    {
        var id = Guid.CreateVersion7(ManualClock.Start);
        foreach (var place in (SessionCursor[])[new(id, null), new(id, ManualClock.Start.AddMicroseconds(7))])
        {
            Assert.Equal(place, SessionCursor.Parse(place.ToString()));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData(Id + ".")]
    [InlineData(Id + ".-1")]
    [InlineData(Id + ".1.1")]
    [InlineData(Id + ".1e3")]
    [InlineData(Id + ".9223372036854775807")]
    [InlineData(Id + ".99999999999999999999")]
    public void Everything_else_is_no_place(string? text) => Assert.Null(SessionCursor.Parse(text));
}
