using Portal.Tests.Unit.Support;
using Portal.Theme;
using Xunit;

namespace Portal.Tests.Unit.Theme;

/// <summary>What a theme puts around mails.</summary>
public sealed class MailPartTests
{
    [Theory]
    [InlineData("<p>Kestrel College</p>", "Kestrel College")]
    [InlineData("<P>Kestrel\n   <B>College</B></P>", "Kestrel College")]
    [InlineData("<h2>Help</h2>\n<p>Ask the <a href=\"https://kestrel.example/help\">help desk</a>.</p>", "Help\nAsk the help desk <https://kestrel.example/help>.")]
    [InlineData("<p><a href='https://kestrel.example/'>https://kestrel.example/</a></p>", "https://kestrel.example/")]
    [InlineData("<p>1 High Street<br>Kestrel<br/>KE1</p>", "1 High Street\nKestrel\nKE1")]
    [InlineData("<ul>\n  <li>One</li>\n  <li><em>Two</em></li>\n</ul><hr><p>&copy; Kestrel&nbsp;College</p>", "- One\n- Two\n© Kestrel College")]
    [InlineData("<p lang=\"de\" dir=\"ltr\">Gr&#252;ße</p>", "Grüße")]
    [InlineData("", null)]
    [InlineData(" \n<!-- nothing yet -->", "")]
    public void As_plain_text_each_block_is_a_line_and_a_link_says_where_it_leads(string html, string? text)
    {
        var reading = ThemeReader.Read(new MemoryFolder(("emails/footer.html", html)));

        Assert.Equal(text ?? "", reading.Theme.MailFrame.FooterText ?? "");
    }

    [Theory]
    [InlineData("Kestrel College", "line 1: words stand in a paragraph: <p>…</p>.")]
    [InlineData("\n\n <b>Kestrel</b>", "line 3: <b>: this stands in a paragraph: <p>…</p>.")]
    [InlineData("<p><p>a</p></p>", "<p>: this cannot stand in <p>; close that one first.")]
    [InlineData("<ul>a</ul>", "words stand in a paragraph")]
    [InlineData("<ul><p>a</p></ul>", "in a list stands <li> and nothing else.")]
    [InlineData("<li>a</li>", "<li>: this stands in a list, <ul> or <ol>.")]
    [InlineData("<p><a href=\"https://a.example\"><b><a href=\"https://b.example\">a</a></b></a></p>", "<a>: a link cannot stand in a link.")]
    [InlineData("<p><a>a</a></p>", "<a>: without an href it leads nowhere.")]
    [InlineData("<p/>", "<p/>: only <br> and <hr> have no end.")]
    [InlineData("<div>a</div>", "<div>: this arranges, and mails are arranged already; write paragraphs, <p>.")]
    [InlineData("<marquee>a</marquee>", "<marquee>: mails know p, h2, ul, ol, li, hr, br, a, b, strong, i, em, small, span and bdi.")]
    [InlineData("<p lang=\"german please\">a</p>", "<p lang>: this is a language, such as de or pt-BR.")]
    [InlineData("<p dir=\"up\">a</p>", "<p dir>: this is ltr, rtl or auto.")]
    [InlineData("<p title=\"a\">a</p>", "<p title>: this has lang and dir, and nothing else.")]
    [InlineData("<p><a href=\"https://a.example\" target=\"_blank\">a</a></p>", "<a target>: a link has href, lang and dir.")]
    public void What_does_not_fit_is_said_with_its_line(string html, string problem)
    {
        var reading = ThemeReader.Read(new MemoryFolder(("emails/header.html", html)));

        Assert.Contains(problem, Assert.Single(reading.Problems).ToString(), StringComparison.Ordinal);
        Assert.False(reading.IsSound);
    }

    [Fact]
    public void Plain_text_of_ones_own_stands_in_the_place_of_the_words_of_the_footer()
    {
        var reading = ThemeReader.Read(new MemoryFolder(("emails/footer.html", "<p>Kestrel</p>"), ("emails/footer.txt", "\uFEFFKestrel College  \r\n\r\nhttps://kestrel.example\r\n")));

        Assert.Empty(reading.Problems);
        Assert.Equal("Kestrel College\n\nhttps://kestrel.example", reading.Theme.MailFrame.FooterText);
    }

    [Theory]
    [InlineData("emails/foter.html", "emails/foter.html: nobody reads this. Did you mean \"emails/footer.html\"?")]
    [InlineData("emails/header.txt", "emails/header.txt: nobody reads this. Did you mean \"emails/header.html\"?")]
    [InlineData("emails/logo.svg", "emails/logo.svg: nobody reads this. Did you mean \"emails/logo.png\"?")]
    [InlineData("texts/en.jsn", "texts/en.jsn: nobody reads this. Did you mean \"texts/en.json\"?")]
    public void A_file_that_nobody_reads_is_told(string name, string advice)
    {
        var problem = Assert.Single(ThemeReader.Read(new MemoryFolder((name, "x"))).Problems);

        Assert.Equal((advice, ThemeProblemKind.Advice), (problem.ToString(), problem.Kind));
    }
}
