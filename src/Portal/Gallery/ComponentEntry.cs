using Microsoft.AspNetCore.Components;

namespace Portal.Gallery;

/// <summary>A component of the library, for those who design with it.</summary>
/// <param name="Summary">What it is for, in one sentence.</param>
/// <param name="Selectors">What its style rules name, such as <c>.note</c>.</param>
public sealed record ComponentEntry(Type Component, string Summary, string[] Selectors, params IReadOnlyList<ComponentExample> Examples)
{
    /// <summary>The folder of the library in which it lies.</summary>
    public string Folder => Component.Namespace!.Split('.')[^1];

    /// <summary>What can be put into it.</summary>
    public IEnumerable<string> Slots => Properties.Where(IsSlot).Select(property => property.Name);

    /// <summary>What can be said about it; of a few choices, all.</summary>
    public IEnumerable<string> Parameters => Properties.Where(property => !IsSlot(property)).Select(property => property.Name + ChoicesOf(property.PropertyType));

    private IEnumerable<System.Reflection.PropertyInfo> Properties =>
        Component.GetProperties().Where(property => property.IsDefined(typeof(ParameterAttribute), inherit: true) && property.Name != "Attributes").OrderBy(property => property.Name, StringComparer.Ordinal);

    private static bool IsSlot(System.Reflection.PropertyInfo property) => property.PropertyType == typeof(RenderFragment);

    private static string ChoicesOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } choice && choice != typeof(Components.Icons.IconName)
        ? $" ({string.Join(", ", Enum.GetNames(choice))})"
        : "";
}

/// <summary>A component in use.</summary>
/// <param name="Title">Its state, in a few words.</param>
/// <param name="Content">None if it is the frame of a whole page, which stands here small.</param>
public sealed record ComponentExample(string Title, RenderFragment? Content = null)
{
    /// <summary>Id of a state in which it stands.</summary>
    public string? State { get; init; }

    /// <summary>To be looked at and no more, for what takes the focus, is read aloud at once or is the heading of a page.</summary>
    public bool IsStill { get; init; }

    /// <summary>In a window of a desktop; of a phone without. For what has no content.</summary>
    public bool IsWide { get; init; }
}
