namespace Portal.Bench.Measure;

/// <summary>How long a process took from its start to its first answer, by the clock and in processor time over all cores.</summary>
internal sealed record StartFigures(double Seconds, double CpuSeconds)
{
    public static StartFigures Of(ServerProcess server) => new(server.StartTime.TotalSeconds, server.StartCpu.TotalSeconds);
}
