using Portal.Identity.Sessions;
using Xunit;

namespace Portal.Tests.Unit.Identity.Sessions;

/// <summary>What a session may be called (flows contract, section 9.8).</summary>
public sealed class SessionNameTests
{
    [Theory]
    [InlineData("x")]
    [InlineData("Work laptop")]
    [InlineData("  Работа 💻  ")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\u202Eneddih")] // shown in isolation: it cannot turn round what stands beside it
    public void A_name_that_people_can_see_is_taken(string name) => Assert.Null(SessionName.Check(name));

    [Theory]
    [InlineData("")]
    [InlineData(" \u00A0\u3000 ")]
    [InlineData("\u200B")]
    [InlineData("\u200D\u200E ")]
    public void One_that_nobody_sees_is_missing(string name) => Assert.Equal(RenameOutcome.NameRequired, SessionName.Check(name));

    [Theory]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    [InlineData("a\uFFFDb")]
    public void Control_characters_and_broken_ones_are_refused(string name) => Assert.Equal(RenameOutcome.NameInvalid, SessionName.Check(name));

    [Fact]
    public void Half_a_character_is_refused() => Assert.Equal(RenameOutcome.NameInvalid, SessionName.Check("a" + '\uD83D'));

    [Theory]
    [InlineData("a", 256, null)]
    [InlineData("a", 257, RenameOutcome.NameTooLong)]
    [InlineData("é", 128, null)]
    [InlineData("é", 129, RenameOutcome.NameTooLong)]
    [InlineData("💻", 64, null)]
    [InlineData("💻", 65, RenameOutcome.NameTooLong)]
    public void At_most_256_bytes_of_UTF8_fit_without_the_space_around(string character, int count, RenameOutcome? problem) =>
        Assert.Equal(problem, SessionName.Check($" {string.Concat(Enumerable.Repeat(character, count))} "));
}
