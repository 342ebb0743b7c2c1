using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Tests.FakeHomeserver.Admin;
using Portal.Tests.FakeHomeserver.Client;
using Portal.Tests.FakeHomeserver.Control;
using Portal.Tests.FakeHomeserver.Faults;
using Portal.Tests.FakeHomeserver.Http;
using Portal.Tests.FakeHomeserver.Journal;
using Portal.Tests.FakeHomeserver.Mas;
using Portal.Tests.FakeHomeserver.State;

namespace Portal.Tests.FakeHomeserver;

/// <summary>A homeserver that is no laxer than Synapse where an authentication service meets it (homeserver contract, section 9), on a loopback port.</summary>
public sealed class FakeSynapse : IAsyncDisposable
{
    private static readonly EndpointTable Always = new([.. ClientEndpoints.All, .. AdminEndpoints.All]);
    private static readonly EndpointTable Delegated = new([.. ClientEndpoints.All, .. AdminEndpoints.All, .. SwitchedOff.All]);
    private static readonly EndpointTable Integrated = new([.. ClientEndpoints.All, .. AdminEndpoints.All, .. SwitchedOff.All, .. MasEndpoints.All]);

    private readonly WebApplication _app;
    private readonly World _world;
    private readonly TimeProvider _clock;
    private readonly EndpointTable _endpoints;
    private readonly ControlEndpoints? _control;
    private readonly CancellationTokenSource _stopping = new();
    private int _hanging;
    private int _hung;

    private FakeSynapse(FakeSynapseOptions options, TimeProvider clock)
    {
        (Options, _clock, _world) = (options, clock, new World(options, clock));
        _endpoints = options.Delegation switch { Delegation.Off => Always, Delegation.Msc3861 => Delegated, _ => Integrated };
        _control = options.Control ? new ControlEndpoints(this) : null;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    public FakeSynapseOptions Options { get; }

    /// <summary>Where it is, with a slash at the end.</summary>
    public Uri Address { get; private set; } = null!;

    public RequestJournal Requests { get; } = new();

    public FaultList Faults { get; } = new();

    /// <summary>How many requests hang at this moment, and how many have hung until somebody gave them up.</summary>
    public (int Now, int Before) Hangs
    {
        get
        {
            var before = Volatile.Read(ref _hung); // first: one that ends meanwhile is counted nowhere rather than twice
            return (Volatile.Read(ref _hanging), before);
        }
    }

    /// <summary>All that it knows. While requests come, <see cref="Read"/> is for looking into them.</summary>
    public IReadOnlyList<FakeUser> Users => Read(users => users.ToArray());

    /// <param name="clock">Of its two minutes and its ten minutes, and of the <c>Date</c> of its answers.</param>
    public static async Task<FakeSynapse> StartAsync(FakeSynapseOptions? options = null, TimeProvider? clock = null)
    {
        var synapse = new FakeSynapse(options ?? new(), clock ?? TimeProvider.System);
        await synapse._app.StartAsync();
        var address = synapse._app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        synapse.Address = new Uri($"{address}{synapse.Options.PathBase}/");
        synapse._world.BaseUrl = synapse.Options.PublicBaseUrl ?? synapse.Address.AbsoluteUri;
        if (synapse.Options.Portal is { } portal)
        {
            synapse.ConnectTo(portal);
        }

        return synapse;
    }

    /// <summary>Says where the portal is, which it asks about tokens.</summary>
    /// <param name="handler">In place of the network; stays the caller's.</param>
    public void ConnectTo(Uri endpoint, HttpMessageHandler? handler = null)
    {
        _world.Portal?.Dispose();
        _world.Portal = new PortalConnection(endpoint, handler);
    }

    /// <summary>The user of exactly that localpart.</summary>
    public FakeUser? Find(string localpart)
    {
        lock (_world.Users)
        {
            return _world.Users.Find(localpart);
        }
    }

    /// <summary>A user whom nobody has to allow.</summary>
    /// <param name="change">What else is to be so, while no request is looked at.</param>
    public FakeUser Arrange(string localpart, Action<FakeUser>? change = null)
    {
        lock (_world.Users)
        {
            var user = _world.Users.Arrange(localpart);
            change?.Invoke(user);
            return user;
        }
    }

    /// <summary>Looks at everybody, while no request is looked at.</summary>
    public T Read<T>(Func<IReadOnlyCollection<FakeUser>, T> read)
    {
        lock (_world.Users)
        {
            return read(_world.Users.All);
        }
    }

    /// <summary>Forgets what only its memory holds: answers about tokens, and the portal's metadata.</summary>
    public void Restart()
    {
        _world.Introspection.ForgetAll();
        _world.Metadata.Forget();
    }

    /// <summary>Ends when somebody ends the process.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync(); // those that hang
        await _app.DisposeAsync();
        _world.Portal?.Dispose();
        _stopping.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        try
        {
            context.Response.Headers.Date = _clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
            if (_control is not null && ControlEndpoints.IsMeant(context.Request))
            {
                await _control.HandleAsync(context, ending.Token);
                return;
            }

            var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            if (Options.Proxy && _world.Portal is { } portal && LoginProxy.IsMeant(target.Split('?')[0]))
            {
                await LoginProxy.ForwardAsync(context, portal, target, ending.Token);
                return;
            }

            await AnswerAsync(context, target, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext context, string target, CancellationToken cancellationToken)
    {
        var (path, query) = target.Split('?', 2) is [var before, var after] ? (before, after) : (target, "");
        var body = await ReadAsync(context.Request, cancellationToken);
        var found = Find(context.Request.Method, path);
        var name = found.Endpoint?.Name ?? "unknown";
        var entry = Requests.Add(number => new RecordedRequest(number, _clock.GetUtcNow(), name, context.Request.Method, target, HeadersOf(context.Request), Encoding.UTF8.GetString(body)));
        var fault = Faults.Take(name);
        if (fault is { IsAfterTheDeed: false } && await HappenAsync(fault, context, cancellationToken))
        {
            return;
        }

        var answer = found.Endpoint is { } endpoint
            ? await AnswerAsync(endpoint, new Call(_world, found.Path, new Query(query), [.. context.Request.Headers.Authorization.OfType<string>()], body))
            : found.Otherwise;
        if (fault is { IsAfterTheDeed: true } && await HappenAsync(fault, context, cancellationToken))
        {
            return;
        }

        entry.Status = answer.Status;
        await context.Response.WriteAsync(answer, cancellationToken);
    }

    private async Task<bool> HappenAsync(Fault fault, HttpContext context, CancellationToken cancellationToken)
    {
        if (fault.Kind != FaultKind.Hang)
        {
            return await fault.HappenAsync(context, _clock, cancellationToken);
        }

        Interlocked.Increment(ref _hanging);
        try
        {
            return await fault.HappenAsync(context, _clock, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _hanging);
            Interlocked.Increment(ref _hung);
        }
    }

    private (FakeEndpoint? Endpoint, Dictionary<string, string> Path, Answer Otherwise) Find(string method, string path)
    {
        try
        {
            if (!path.StartsWith(Options.PathBase + "/", StringComparison.Ordinal))
            {
                throw MatrixErrorException.Unrecognized();
            }

            var (endpoint, values) = _endpoints.Find(method, path[Options.PathBase.Length..]);
            return (endpoint, values, Answer.Ok());
        }
        catch (MatrixErrorException exception)
        {
            return (null, [], exception.Answer);
        }
    }

    private static async Task<Answer> AnswerAsync(FakeEndpoint endpoint, Call call)
    {
        try
        {
            return await endpoint.AnswerAsync(call);
        }
        catch (MatrixErrorException exception)
        {
            return exception.Answer;
        }
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        return body.ToArray();
    }

    private static Dictionary<string, string> HeadersOf(HttpRequest request) =>
        request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(", ", header.Value.ToArray()), StringComparer.Ordinal);
}
