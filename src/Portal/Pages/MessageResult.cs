using Portal.Layout;

namespace Portal.Pages;

/// <summary>A page that says one thing, as the answer of an endpoint.</summary>
internal static class MessageResult
{
    /// <param name="say">What is said, with the words and addresses of the page.</param>
    public static IResult Of(HttpContext context, int status, Func<PageContext, Message> say)
    {
        var page = PageContext.Of(context);
        return PageResult.Of<MessagePage>(context, status, new { Page = page, Message = say(page) });
    }

    /// <inheritdoc cref="Of(HttpContext, int, Func{PageContext, Message})"/>
    public static IResult Of(HttpContext context, Func<PageContext, Message> say) => Of(context, StatusCodes.Status200OK, say);
}
