namespace Portal.Hosting;

/// <summary>Which process does what nobody waits for (<c>Portal:Worker</c>).</summary>
internal sealed class WorkerOptions
{
    public const string Section = "Portal:Worker";

    /// <summary>Whether the process that serves also does the background work. Default: yes. Where it does not, <c>worker</c> must run beside it.</summary>
    public bool Enabled { get; set; } = true;
}
