using System.Reflection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Portal.Tests.Unit.Architecture;

/// <summary>Operators find a line of the log by its number.</summary>
public sealed class LogEventTests
{
    [Fact]
    public void Every_event_has_a_number_of_its_own()
    {
        var events = new[] { "Portal", "Portal.Identity" }.SelectMany(name => Assembly.Load(name).GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => (Method: $"{method.DeclaringType}.{method.Name}", method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId))
            .Where(log => log.EventId is not null)
            .ToList();

        Assert.True(events.Count > 10, "The attribute cannot be read any more.");
        Assert.Empty(events.GroupBy(log => log.EventId).Where(group => group.Count() > 1).Select(group => string.Join(", ", group.Select(log => log.Method))));
    }
}
