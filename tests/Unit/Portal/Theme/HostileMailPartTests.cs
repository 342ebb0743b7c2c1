using System.Text;
using Portal.Tests.Unit.Support;
using Portal.Theme;
using Xunit;

namespace Portal.Tests.Unit.Theme;

/// <summary>A66: what a theme puts around mails runs nothing, loads nothing, asks for nothing and leads to no place but over https.</summary>
public sealed class HostileMailPartTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "line 1: <script>: a mail cannot have a script.")]
    [InlineData("<p>a</p>\n<SCRIPT src=\"https://evil.example/x.js\"></SCRIPT>", "line 2: <script>: a mail cannot have a script.")]
    [InlineData("<p>a <script>alert(1)</script></p>", "<script>: a mail cannot have a script.")]
    [InlineData("<svg><script>alert(1)</script></svg>", "<svg>: a mail loads no picture")]
    public void A_script(string html, string problem) => Refuses(html, problem);

    [Theory]
    [InlineData("<p onclick=\"alert(1)\">a</p>", "<p onclick>: this is a script")]
    [InlineData("<p\nONLOAD='alert(1)'>a</p>", "<p onload>: this is a script")]
    [InlineData("<p/onclick=\"alert(1)\">a</p>", "<p>: this does not end where it should")]
    [InlineData("<p><a href=\"https://a.example\"onclick=\"alert(1)\">a</a></p>", "<a href>: the value stands between quotes.")]
    [InlineData("<p><a href=\"https://a.example\" href=\"https://b.example\">a</a></p>", "<a href>: this stands here twice.")]
    [InlineData("<p><b x:onclick=\"alert(1)\">a</b></p>", "<b x:onclick>: this has lang and dir, and nothing else.")]
    public void An_event_handler(string html, string problem) => Refuses(html, problem);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JavaScript:alert(1)")]
    [InlineData("&#106;avascript:alert(1)")]
    [InlineData("&#x6A;avascript&#58;alert(1)")]
    [InlineData("java&#x0A;script:alert(1)")]
    [InlineData(" https://a.example")]
    [InlineData("https://a.example/&#9;x")]
    [InlineData("data:text/html,x")]
    [InlineData("vbscript:x")]
    [InlineData("http://a.example")]
    [InlineData("mailto:a@a.example")]
    [InlineData("//a.example")]
    [InlineData("/login")]
    [InlineData("cid:logo@portal")]
    [InlineData("https:a.example")]
    [InlineData("https:/a.example")]
    [InlineData("https://")]
    [InlineData("https:\\\\a.example")]
    [InlineData("https://example.org@evil.example/")]
    [InlineData("https://user:word@evil.example/")]
    [InlineData("")]
    public void A_link_that_leads_elsewhere_than_over_https(string address)
    {
        var reading = Read($"<p><a href=\"{address}\">a</a></p>");

        var problem = Assert.Single(reading.Problems);
        Assert.StartsWith("emails/footer.html, line 1: <a href>: ", problem.ToString(), StringComparison.Ordinal);
        Assert.Null(reading.Theme.MailFrame.Footer);
    }

    [Theory]
    [InlineData("<p><img src=\"https://evil.example/pixel.png\"></p>", "<img>: a mail loads no picture, which would tell a server who reads it; the logo is emails/logo.png.")]
    [InlineData("<p><image src=x></p>", "<image>: a mail loads no picture")]
    [InlineData("<p background=\"https://evil.example/pixel.png\">a</p>", "<p background>: a mail loads nothing.")]
    [InlineData("<iframe src=\"https://evil.example\"></iframe>", "<iframe>: a mail loads nothing.")]
    [InlineData("<link rel=\"stylesheet\" href=\"https://evil.example/x.css\">", "<link>: colours and fonts")]
    public void A_remote_picture(string html, string problem) => Refuses(html, problem);

    [Theory]
    [InlineData("<style>p { background: url(https://evil.example/x) }</style>", "<style>: colours and fonts of mails are those of theme.json.")]
    [InlineData("<p style=\"background:url(https://evil.example/x)\">a</p>", "<p style>: colours, fonts and places of mails are those of the theme.")]
    [InlineData("<p class=\"button\">a</p>", "<p class>: colours, fonts and places")]
    public void Css_that_loads_something(string html, string problem) => Refuses(html, problem);

    [Theory]
    [InlineData("<form action=\"https://evil.example\"></form>", "<form>: nobody should type anything into a mail.")]
    [InlineData("<p><input name=\"password\"></p>", "<input>: nobody should type anything into a mail.")]
    public void A_form(string html, string problem) => Refuses(html, problem);

    [Theory]
    [InlineData("<!-- a", "a comment does not end.")]
    [InlineData("<!-->", "a comment does not end.")]
    [InlineData("<!doctype html>", "this stands inside a mail that is whole already")]
    [InlineData("<![CDATA[<script>]]>", "this stands inside a mail that is whole already")]
    [InlineData("<?xml version=\"1.0\"?>", "this stands inside a mail that is whole already")]
    [InlineData("<p>a</p> </td></tr></table>", "</td> closes nothing.")]
    [InlineData("</body>", "</body> closes nothing.")]
    [InlineData("<p>a</div>", "</p> is missing before this </div>.")]
    [InlineData("<p>a", "at the end </p> is missing.")]
    [InlineData("<p>1 < 2</p>", "write &lt; for a < that is meant as a letter.")]
    [InlineData("<p", "<p>: this does not end where it should, with a >.")]
    public void A_way_out_of_its_place(string html, string problem) => Refuses(html, problem);

    [Fact]
    public void A_comment_never_reaches_a_mail_however_it_ends()
    {
        var reading = Read("<!--[if mso]><script>alert(1)</script><![endif]--><p>a<!-- --!> <script> -->b</p><!--->--><p>c</p>");

        Assert.Empty(reading.Problems);
        Assert.Equal("ab\nc", reading.Theme.MailFrame.FooterText);
    }

    [Theory]
    [InlineData("<p>&bogus;</p>")]
    [InlineData("<p>&lt</p>")]
    [InlineData("<p>a & b</p>")]
    [InlineData("<p>&#0;</p>")]
    [InlineData("<p>&#x1B;</p>")]
    [InlineData("<p>&#xD800;</p>")]
    [InlineData("<p>&#99999999999;</p>")]
    [InlineData("<p>&#-1;</p>")]
    [InlineData("<p>&#x110000;</p>")]
    [InlineData("<p>&;</p>")]
    [InlineData("<p>\u0000</p>")]
    [InlineData("<p>\u001b[31m</p>")]
    public void An_entity_that_stands_for_no_letter(string html) => Refuses(html, "line 1: there is a character that no text has, or an & that stands for none");

    [Fact]
    public void Letters_that_look_like_markup_stay_letters()
    {
        var reading = Read("<p>&#60;script&#x3e;alert(1)&lt;/script&gt; &amp;lt; &quot;</p>");

        Assert.Empty(reading.Problems);
        Assert.Equal("<script>alert(1)</script> &lt; \"", reading.Theme.MailFrame.FooterText);
    }

    [Fact]
    public void One_that_is_too_large() => Refuses("<p>" + new string('a', ThemeLimits.MailPart) + "</p>", "this is larger than 8 KB.");

    [Fact]
    public void One_that_is_nested_deep()
    {
        Refuses("<p>" + string.Concat(Enumerable.Repeat("<b>", 2000)), "<b>: elements stand more than 8 deep in each other.");
        Assert.Empty(Read("<p>" + string.Concat(Enumerable.Repeat("<b>", 7)) + "a" + string.Concat(Enumerable.Repeat("</b>", 7)) + "</p>").Problems);
    }

    [Theory]
    [InlineData("emails/footer.html")]
    [InlineData("emails/header.html")]
    [InlineData("emails/footer.txt")]
    public void One_that_is_no_text(string name)
    {
        var reading = ThemeReader.Read(new MemoryFolder().With(name, [(byte)'<', (byte)'p', (byte)'>', 0xC3, 0x28]));

        Assert.Equal($"{name}: this is not written in UTF-8.", Assert.Single(reading.Problems).ToString());
        Assert.False(reading.IsSound);
    }

    [Theory]
    [InlineData("a\n\u001b[2J", "emails/footer.txt, line 2: there is a character that no text has.")]
    [InlineData("a\0", "emails/footer.txt, line 1: there is a character that no text has.")]
    public void Plain_text_that_is_none(string text, string problem) => Assert.Equal(problem, Assert.Single(ThemeReader.Read(new MemoryFolder(("emails/footer.txt", text))).Problems).ToString());

    private static void Refuses(string html, string message)
    {
        var reading = Read(html);

        Assert.False(reading.IsSound);
        var problem = Assert.Single(reading.Problems);
        Assert.Equal("emails/footer.html", problem.File);
        Assert.Contains(message, problem.ToString(), StringComparison.Ordinal);
        Assert.Null(reading.Theme.MailFrame.Footer);
    }

    private static ThemeReading Read(string html) => ThemeReader.Read(new MemoryFolder().With("emails/footer.html", Encoding.UTF8.GetBytes(html)));
}
