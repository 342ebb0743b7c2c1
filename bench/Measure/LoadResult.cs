namespace Portal.Bench.Measure;

/// <summary>What one run of wrk tells.</summary>
/// <param name="P50">Median latency in microseconds.</param>
/// <param name="P99">Latency in microseconds that one request in a hundred exceeds.</param>
internal sealed record LoadResult(long Requests, long Microseconds, long Bytes, long Errors, long P50, long P99)
{
    public double RequestsPerSecond => Requests * 1e6 / Microseconds;

    public double BytesPerRequest => (double)Bytes / Requests;
}
