using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Portal.Bench.Measure;

/// <summary>A server under test, as a process of its own on a free loopback port.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>From the start of the process to its first answer.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>Processor time, over all cores, that it took until then: what a busy machine makes longer is the wait, much less this.</summary>
    public TimeSpan StartCpu { get; private set; }

    /// <summary>Resident memory in MB, as the kernel counts it.</summary>
    public double ResidentMegabytes => File.ReadLines($"/proc/{_process.Id}/status")
        .Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(line => double.Parse(line["VmRSS:".Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024)
        .Single();

    /// <summary>Processor time, over all cores, that it has taken so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the program and waits for the first answer at the path.</summary>
    /// <param name="settings">Of the environment; what this process has of the same kind is not passed on.</param>
    /// <param name="logPath">Where standard output goes: straight into the file, so that nobody else takes processor time for it.</param>
    public static async Task<ServerProcess> StartAsync(string program, string path, IReadOnlyDictionary<string, string> settings, string logPath, params string[] arguments)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}/");
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = Path.GetDirectoryName(program)! };
        foreach (var inherited in start.Environment.Keys.Where(IsSetting).ToList())
        {
            start.Environment.Remove(inherited);
        }

        start.Environment["ASPNETCORE_URLS"] = address.AbsoluteUri;
        start.Environment["Portal__Http__PublicBase"] = address.AbsoluteUri;
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        foreach (var argument in (string[])["-c", "log=$1; shift; exec \"$@\" >\"$log\"", "sh", logPath, program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var started = TimeProvider.System.GetTimestamp();
        var server = new ServerProcess(Process.Start(start)!, address);
        await server.WaitForAnswerAsync(path, started);
        server.StartTime = TimeProvider.System.GetElapsedTime(started);
        server.StartCpu = server.ProcessorTime;
        return server;
    }

    /// <summary>Asks the process to stop and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        const int Terminate = 15;
        _ = Kill(_process.Id, Terminate);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task WaitForAnswerAsync(string path, long started)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false });
        while (TimeProvider.System.GetElapsedTime(started) < Patience && !_process.HasExited)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, path));
                using var response = await http.SendAsync(request, CancellationToken.None);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
            }
        }

        throw new InvalidOperationException($"{Address} did not answer.");
    }

    private static bool IsSetting(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Portal__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Logging__", StringComparison.OrdinalIgnoreCase);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
