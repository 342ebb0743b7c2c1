using Xunit;

namespace Portal.Tests.Unit.Architecture;

/// <summary>The arrows of the house: Portal to Components, Portal to Identity, and no other.</summary>
public sealed class DependencyTests
{
    [Fact]
    public void Identity_knows_neither_pages_nor_components()
    {
        var references = References("Portal.Identity");

        Assert.DoesNotContain("Portal", references);
        Assert.DoesNotContain("Portal.Components", references);
        Assert.DoesNotContain(references, name => name.StartsWith("Microsoft.AspNetCore.Components", StringComparison.Ordinal));
    }

    [Fact]
    public void Components_know_only_Blazor()
    {
        var references = References("Portal.Components");

        Assert.DoesNotContain("Portal", references);
        Assert.DoesNotContain("Portal.Identity", references);
        Assert.All(references, name => Assert.True(
            name.StartsWith("System", StringComparison.Ordinal) ||
            name.StartsWith("Microsoft.AspNetCore.Components", StringComparison.Ordinal),
            $"Portal.Components must not use {name}."));
    }

    private static List<string> References(string assembly) =>
        [.. System.Reflection.Assembly.Load(assembly).GetReferencedAssemblies().Select(name => name.Name!)];
}
