using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.EndToEnd;

/// <summary>Everything that the gateway logs, as text. Safe for concurrent use.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
                return [.. _lines];
        }
    }

    public string Text => string.Join('\n', Lines);

    /// <summary>Waits for a line that holds all of <paramref name="parts"/>.</summary>
    public Task WaitForAsync(params string[] parts) => Patience.UntilAsync(
        () => Lines.Any(line => parts.All(part => line.Contains(part, StringComparison.Ordinal))), $"a line of the log with '{string.Join("' and '", parts)}'");

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private void Add(string line)
    {
        lock (_lock)
            _lines.Add(line);
    }

    private sealed class Logger(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // The parameters too: a structured sink writes what the text leaves out.
            var parameters = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(", ", pairs) : "";
            log.Add(string.Create(CultureInfo.InvariantCulture, $"{logLevel} {category} {eventId.Id}: {formatter(state, exception)} {exception} [{parameters}]"));
        }
    }
}
