using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using Portal.Tests;
using Xunit.v3;

[assembly: EndsAtStandstill]

namespace Portal.Tests;

/// <summary>A test that waits for ever is named, and ends the run: nothing else would, and nobody would know which it was.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class EndsAtStandstillAttribute : BeforeAfterTestAttribute
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30); // several times what the longest takes on a slow machine
    private static readonly ConcurrentDictionary<string, (string Name, long Began)> Running = new(StringComparer.Ordinal);
    private static readonly Timer Watch = new(_ => EndAtStandstill(), state: null, Limit / 10, Limit / 10);
    private static (string Name, long At) _last; // what a test arranges before and puts away after itself may stand too

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        Running[test.UniqueID] = (test.TestDisplayName, Stopwatch.GetTimestamp());
        Note(test);
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        Running.TryRemove(test.UniqueID, out _);
        Note(test);
    }

    private static void Note(IXunitTest test)
    {
        lock (Running)
        {
            _last = (test.TestDisplayName, Stopwatch.GetTimestamp());
        }
    }

    private static void EndAtStandstill()
    {
        var standing = Running.Values.Where(test => Stopwatch.GetElapsedTime(test.Began) > Limit).Select(test => test.Name).Order(StringComparer.Ordinal).ToList();
        lock (Running)
        {
            if (standing.Count == 0 && Stopwatch.GetElapsedTime(_last.At) > Limit)
            {
                standing.Add($"what comes before or after {_last.Name}");
            }
        }

        if (standing.Count > 0)
        {
            Environment.FailFast($"No end after {Limit.TotalMinutes} minutes: {string.Join(", ", standing)}");
        }
    }
}
