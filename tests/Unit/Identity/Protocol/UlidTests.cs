using Portal.Identity.Protocol;
using Xunit;

namespace Portal.Tests.Unit.Identity.Protocol;

public sealed class UlidTests
{
    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000", "00000000000000000000000000")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff", "7ZZZZZZZZZZZZZZZZZZZZZZZZZ")]
    [InlineData("01563e3a-b5d3-d676-4c61-efb99302bd5b", "01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    public void Writes_and_reads_the_128_bits(string uuid, string text)
    {
        Assert.Equal(text, Ulid.Encode(Guid.Parse(uuid)));
        Assert.True(Ulid.TryDecode(text, out var id));
        Assert.Equal(Guid.Parse(uuid), id);
    }

    [Theory]
    [InlineData("01arz3ndektsv4rrffq69g5fav")]
    [InlineData("OlARZ3NDEKTSV4RRFFQ69G5FAV")]
    [InlineData("0IARZ3NDEKTSV4RRFFQ69G5FAV")]
    public void Reads_any_case_and_look_alikes(string text)
    {
        Assert.True(Ulid.TryDecode(text, out var id));
        Assert.Equal("01ARZ3NDEKTSV4RRFFQ69G5FAV", Ulid.Encode(id));
    }

    [Theory]
    [InlineData("80000000000000000000000000")] // 129 bits
    [InlineData("0000000000000000000000000")]
    [InlineData("000000000000000000000000000")]
    [InlineData("0000000000000000000000000U")]
    [InlineData("0000000000000000000000000-")]
    [InlineData("0000000000000000000000000é")]
    [InlineData("")]
    public void Refuses_what_is_none(string text) => Assert.False(Ulid.TryDecode(text, out _));

    [Fact]
    public void Sorts_by_creation()
    {
        var first = Ulid.Encode(Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(1)));
        var second = Ulid.Encode(Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(2)));

        Assert.True(string.CompareOrdinal(first, second) < 0);
    }
}
