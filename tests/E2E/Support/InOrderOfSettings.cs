using Xunit.Sdk;
using Xunit.v3;

namespace Portal.Tests.E2E.Support;

/// <summary>Screens with equal settings one after the other, so that they can share an installation.</summary>
public sealed class InOrderOfSettings : ITestCaseOrderer
{
    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase =>
        [.. testCases.OrderBy(testCase => EveryScreen.SettingsOf(testCase.TestCaseDisplayName), StringComparer.Ordinal).ThenBy(testCase => testCase.TestCaseDisplayName, StringComparer.Ordinal)];
}
