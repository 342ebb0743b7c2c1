namespace Portal.Components.Icons;

/// <summary>The strokes of each icon, in a box of 20 by 20. A page carries only those that it shows.</summary>
internal static class IconShapes
{
    public static string Of(IconName name) => name switch
    {
        IconName.Check => "<path d='m4.5 10.5 3.5 3.5 7.5-8'/>",
        IconName.Cross => "<path d='m5.5 5.5 9 9m0-9-9 9'/>",
        IconName.Alert => "<path d='M8.7 3.7 2.3 14.6a1.5 1.5 0 0 0 1.3 2.2h12.8a1.5 1.5 0 0 0 1.3-2.2L11.3 3.7a1.5 1.5 0 0 0-2.6 0ZM10 8v3.75M10 14.2v.05'/>",
        IconName.Info => "<circle cx='10' cy='10' r='7.25'/><path d='M10 9.5v4M10 6.7v.05'/>",
        IconName.Clock => "<circle cx='10' cy='10' r='7.25'/><path d='M10 5.75V10l2.75 1.75'/>",
        IconName.Mail => "<rect x='2.75' y='4.25' width='14.5' height='11.5' rx='2'/><path d='m3.25 5.5 6.75 5.25 6.75-5.25'/>",
        IconName.Key => "<circle cx='6.75' cy='13.25' r='3.5'/><path d='m9.25 10.75 7.25-7.25m-3.25 3.25 2.5 2.5'/>",
        IconName.Shield => "<path d='m10 2.75 6 2.2v4.6c0 3.7-2.5 6.4-6 7.7-3.5-1.3-6-4-6-7.7v-4.6Z'/>",
        IconName.Phone => "<rect x='5.75' y='2.5' width='8.5' height='15' rx='2'/><path d='M9 15h2'/>",
        IconName.Laptop => "<rect x='4' y='4' width='12' height='9' rx='1.5'/><path d='M2 16h16'/>",
        IconName.Tablet => "<rect x='4.25' y='2.5' width='11.5' height='15' rx='2'/><path d='M9 15h2'/>",
        IconName.Window => "<rect x='2.75' y='3.5' width='14.5' height='13' rx='2'/><path d='M2.75 7.5h14.5M5.5 5.5h.05m2.2 0h.05'/>",
        IconName.Unknown => "<rect x='3.5' y='3.5' width='13' height='13' rx='2.5'/><path d='M8.2 8.1c.2-1 .9-1.6 1.9-1.6s1.8.7 1.8 1.6c0 1.4-1.9 1.4-1.9 2.9m0 2.4v.05'/>",
        IconName.Next => "<path d='m8 5.5 4.5 4.5L8 14.5'/>",
        IconName.Back => "<path d='M15.5 10h-11M9 5.5 4.5 10 9 14.5'/>",
        IconName.Pencil => "<path d='m12.5 4.5 3 3-8 8-3.75.75.75-3.75Z'/>",
        IconName.Plus => "<path d='M10 4.5v11M4.5 10h11'/>",
        IconName.Lock => "<rect x='4.25' y='9' width='11.5' height='8' rx='2'/><path d='M7 9V6.25a3 3 0 0 1 6 0V9'/>",
        IconName.User => "<circle cx='10' cy='6.5' r='3.25'/><path d='M3.75 16.75c.4-3.2 2.9-5 6.25-5s5.85 1.8 6.25 5'/>",
        IconName.Home => "<path d='M3.5 8.75 10 3.25l6.5 5.5V16a.75.75 0 0 1-.75.75H4.25A.75.75 0 0 1 3.5 16Zm4.5 8V12h4v4.75'/>",
        IconName.Devices => "<path d='M9 13.5H4A1.5 1.5 0 0 1 2.5 12V5.25a1.5 1.5 0 0 1 1.5-1.5h9.5a1.5 1.5 0 0 1 1.5 1.5M5.5 16.5H9'/><rect x='11.5' y='7.75' width='6' height='9' rx='1.5'/>",
        IconName.SignOut => "<path d='M8 3.75H5.5A1.5 1.5 0 0 0 4 5.25v9.5a1.5 1.5 0 0 0 1.5 1.5H8M8.5 10h8m-3.25-3.25L16.5 10l-3.25 3.25'/>",
        IconName.Globe => "<circle cx='10' cy='10' r='7.25'/><path d='M2.75 10h14.5M10 2.75c2 2 3 4.4 3 7.25s-1 5.25-3 7.25c-2-2-3-4.4-3-7.25s1-5.25 3-7.25Z'/>",
        IconName.Broken => "<path d='m8.5 5.75 1.4-1.4a3.6 3.6 0 0 1 5.1 0l.6.6a3.6 3.6 0 0 1 0 5.1l-1.4 1.4M11.5 14.25l-1.4 1.4a3.6 3.6 0 0 1-5.1 0l-.6-.6a3.6 3.6 0 0 1 0-5.1l1.4-1.4M3.5 6.25 5 7m1.5-4L7 4.5m9.5 9.25L15 13m-1.5 4-.5-1.5'/>",
        IconName.Spark => "<path d='M10 3v3.5M10 13.5V17M3 10h3.5M13.5 10H17M5.25 5.25l2 2m5.5 5.5 2 2m0-9.5-2 2m-5.5 5.5-2 2'/>",
        IconName.List => "<path d='M7.5 5.5h9M7.5 10h9M7.5 14.5h9M3.75 5.5h.05m-.05 4.5h.05m-.05 4.5h.05'/>",
        IconName.Trash => "<path d='M3.75 5.75h12.5M8 5.5V4a.75.75 0 0 1 .75-.75h2.5A.75.75 0 0 1 12 4v1.5M5.25 5.75l.75 10a1.25 1.25 0 0 0 1.25 1.25h5.5A1.25 1.25 0 0 0 14 15.75l.75-10'/>",
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such icon."),
    };

    /// <summary>Whether the icon points along the line of reading, and so turns round where that runs from right to left.</summary>
    public static bool Turns(IconName name) => name is IconName.Next or IconName.Back or IconName.SignOut;
}
