using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Tests.FakeHomeserver.Control;
using Portal.Tests.FakeHomeserver.Faults;
using Portal.Tests.FakeHomeserver.Journal;

namespace Portal.Tests.FakeHomeserver;

/// <summary>The homeserver in a process of its own, and the way to see and steer it.</summary>
public sealed class FakeSynapseProcess : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly HttpClient _control;

    private FakeSynapseProcess(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        _control = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(address, "/_fake/") };
    }

    /// <summary>Where it is, with a slash at the end.</summary>
    public Uri Address { get; }

    /// <summary>Processor time, over all cores, that it has taken so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <param name="arguments">Its options, such as <c>--ServerName=example.org</c>; without a port, it takes a free one.</param>
    public static async Task<FakeSynapseProcess> StartAsync(params IEnumerable<string> arguments)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(FakeSynapse).Assembly.Location, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(StartTimeout);
        return line?.StartsWith(Entry.Listening, StringComparison.Ordinal) == true
            ? new FakeSynapseProcess(process, new Uri(line[Entry.Listening.Length..]))
            : throw new InvalidOperationException($"The homeserver does not start: {line}");
    }

    public async Task<IReadOnlyList<UserView>> UsersAsync() => (await _control.GetFromJsonAsync<UserView[]>("users", Json))!;

    /// <summary>A user whom nobody has to allow, in place of the one that there may be.</summary>
    public async Task ArrangeAsync(UserView user) => (await _control.PutAsJsonAsync("users/" + Uri.EscapeDataString(user.Localpart), user, Json)).EnsureSuccessStatusCode();

    public async Task<IReadOnlyList<RecordedRequest>> RequestsAsync() => (await _control.GetFromJsonAsync<RecordedRequest[]>("requests", Json))!;

    /// <summary>Waits until so many requests to that endpoint have come.</summary>
    /// <returns>The last of them.</returns>
    public async Task<RecordedRequest> WaitForAsync(string endpoint, int count) =>
        (await _control.GetFromJsonAsync<RecordedRequest>(string.Create(CultureInfo.InvariantCulture, $"requests/{endpoint}/{count}"), Json))!;

    public async Task AddFaultAsync(Fault fault) => (await _control.PostAsJsonAsync("faults", fault, Json)).EnsureSuccessStatusCode();

    public async Task ClearFaultsAsync() => (await _control.DeleteAsync("faults")).EnsureSuccessStatusCode();

    /// <summary>Forgets what only its memory holds.</summary>
    public async Task RestartAsync() => (await _control.PostAsync("restart", null)).EnsureSuccessStatusCode();

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
