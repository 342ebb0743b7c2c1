using System.Diagnostics;
using System.Net;

namespace Portal.Bench.Measure;

/// <summary>People who sign in with their passwords, one after the other in a few browsers.</summary>
/// <param name="people">How many there are.</param>
internal sealed class SignIns(Uri portal, string password, int people)
{
    private const int Browsers = 4;
    private int _next;

    /// <summary>For so long.</summary>
    /// <returns>Sign-ins a second.</returns>
    public async Task<double> RunAsync(TimeSpan time)
    {
        using var end = new CancellationTokenSource(time, TimeProvider.System);
        var begun = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Browsers).Select(_ => SignInAsync(end.Token)));
        return counts.Sum() / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    /// <summary>For so long, while something else goes on that takes longer.</summary>
    /// <inheritdoc cref="RunAsync(TimeSpan)"/>
    public async Task<double> RunBesideAsync(Func<Task> other, TimeSpan time)
    {
        var going = other();
        var perSecond = await RunAsync(time);
        if (going.IsCompleted)
        {
            throw new InvalidOperationException("It has ended before the sign-ins: please give it more to do.");
        }

        await going;
        return perSecond;
    }

    private async Task<int> SignInAsync(CancellationToken end)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        var form = await OpenForm.AtAsync(http, new Uri(portal, "login"));
        var count = 0;
        for (; !end.IsCancellationRequested; count++)
        {
            using var request = form.Fill(("username", Installation.UsernameOf(Interlocked.Increment(ref _next) % people)), ("password", password));
            using var response = await http.SendAsync(request, CancellationToken.None);
            if (response.StatusCode != HttpStatusCode.SeeOther)
            {
                throw new InvalidOperationException($"A sign-in was answered with {(int)response.StatusCode}.");
            }
        }

        return count;
    }
}
