using Microsoft.AspNetCore.Components;
using Portal.Components.Consent;
using Portal.Components.Devices;
using Portal.Components.Feedback;
using Portal.Components.Forms;
using Portal.Components.Icons;
using Portal.Components.Surfaces;
using Xunit;

namespace Portal.Tests.Unit.Components.Support;

/// <summary>Fills every parameter of any component, words with hostile ones: what is true of these samples is true of every page.</summary>
internal static class Samples
{
    /// <summary>Breaks out of text, out of an attribute, and turns the line round.</summary>
    public const string Hostile = "\u202E</b><img src=x onerror=alert(1)>\" onclick=\"alert(2)";

    public static PasswordTexts Password { get; } =
        new("Show", "Hide", "Show password", "Hide password", "The password can be read.", "The password is hidden.", "Caps Lock is on.");

    public static TheoryData<Type> Components { get; } = new(typeof(Icon).Assembly.GetTypes()
        .Where(type => type.IsPublic && typeof(ComponentBase).IsAssignableFrom(type) && type.Name is not "_Imports"));

    public static Dictionary<string, object?> For(Type component) => component.GetProperties()
        .Where(property => Attribute.IsDefined(property, typeof(ParameterAttribute)) && property.Name is not "Attributes")
        .Select(property => (property.Name, Value: Value(property.PropertyType)))
        .Where(one => one.Value is not null)
        .ToDictionary(one => one.Name, one => one.Value);

    private static object? Value(Type type) => type switch
    {
        _ when type == typeof(string) => Hostile,
        _ when type == typeof(bool) => true,
        _ when type == typeof(int) || type == typeof(int?) => 3,
        _ when type == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch,
        _ when type == typeof(IconName) || type == typeof(IconName?) => IconName.Back,
        _ when type == typeof(Tone) => Tone.Danger,
        _ when type == typeof(RightsKind) => RightsKind.Dangerous,
        _ when type == typeof(DeviceKind) => DeviceKind.Tablet,
        _ when type == typeof(RenderFragment) => Rendering.Text(Hostile),
        _ when type == typeof(IReadOnlyList<RenderFragment>) => new[] { Rendering.Text(Hostile) },
        _ when type == typeof(IReadOnlyList<string>) => new[] { Hostile, Hostile },
        _ when type == typeof(IReadOnlyList<RailItem>) => new[] { new RailItem(Hostile, Hostile, IconName.Home, IsCurrent: true) },
        _ when type == typeof(IReadOnlyList<FilterLink>) => new[] { new FilterLink(Hostile, Hostile, 3, IsCurrent: true) },
        _ when type == typeof(IReadOnlyList<FooterLink>) => new[] { new FooterLink(Hostile, Hostile) },
        _ when type == typeof(IReadOnlyList<Choice>) => new[] { new Choice(Hostile, Hostile, Hostile) },
        _ when type == typeof(PasswordTexts) => new PasswordTexts(Hostile, Hostile, Hostile, Hostile, Hostile, Hostile, Hostile),
        _ when type == typeof(ConsentRights) => new ConsentRights(Hostile, [Hostile]),
        _ when type.IsEnum => Enum.GetValues(type).GetValue(0),
        _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EventCallback<>) => null,
        _ => throw new NotSupportedException($"Samples has no value of the type {type}: add one."),
    };
}
