using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Portal.Identity.Accounts.Passwords;

/// <summary>Lets every refused password be answered at the end of a time slot, counted from the question: how long the work took does not show (docs/decisions/0010-password-hashes.md).</summary>
/// <remarks>Waits outside of <see cref="PasswordGate"/>: whoever waits here keeps nobody from hashing.</remarks>
public sealed partial class EvenRefusals(IOptions<LocalPasswordOptions> options, TimeProvider clock, ILogger<EvenRefusals> logger)
{
    private int _hasWarned;

    /// <summary>The question has come; no work has been done for it yet.</summary>
    /// <returns>To be handed to <see cref="WaitAsync"/>.</returns>
    public long Begin() => clock.GetTimestamp();

    /// <summary>Waits for the end of the slot, or of the first one that has not passed yet.</summary>
    /// <param name="began">As of <see cref="Begin"/>.</param>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public Task WaitAsync(long began, CancellationToken cancellationToken)
    {
        var (slot, worked) = (options.Value.RefusalTime, clock.GetElapsedTime(began));
        if (slot == TimeSpan.Zero)
        {
            return Task.CompletedTask;
        }

        var passed = worked.Ticks / slot.Ticks;
        if (passed > 0 && Interlocked.Exchange(ref _hasWarned, 1) == 0)
        {
            LogOverrun((long)worked.TotalMilliseconds, (long)slot.TotalMilliseconds);
        }

        return Task.Delay(slot * (passed + 1) - worked, clock, cancellationToken);
    }

    [LoggerMessage(4101, LogLevel.Warning, "Refusing a password took {Worked} ms, longer than Portal:Passwords:RefusalTime ({Slot} ms): the time that an answer takes may tell who has an account. Said once; set a longer time if the machine was not busy.")]
    private partial void LogOverrun(long worked, long slot);
}
