using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Portal.Tests.Unit.Support;

/// <summary>Keeps every line that is logged, with its scopes' owner and its exception, as an operator would read it.</summary>
internal sealed class LogSink : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyList<LogLine> Lines => [.. _lines];

    /// <summary>Everything, one entry after the other.</summary>
    public string Text => string.Join('\n', _lines);

    /// <summary>The lines about requests.</summary>
    public IReadOnlyList<LogLine> Requests => [.. _lines.Where(line => line.Event.Name == "http.server.response")];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(LogSink sink, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            sink._lines.Enqueue(new LogLine(category, logLevel, eventId, formatter(state, exception), state as IReadOnlyList<KeyValuePair<string, object?>> ?? [], exception));
    }
}

/// <summary>One entry of the log.</summary>
internal sealed record LogLine(string Category, LogLevel Level, EventId Event, string Message, IReadOnlyList<KeyValuePair<string, object?>> Properties, Exception? Exception)
{
    public object? this[string property] => Properties.FirstOrDefault(pair => pair.Key == property).Value;

    public override string ToString() => $"{Level} {Category} {Message} {string.Join(' ', Properties)} {Exception}";
}
