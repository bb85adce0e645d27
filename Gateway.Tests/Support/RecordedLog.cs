using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Support;

/// <summary>Everything that is logged, at every level, with parameters and exceptions, as text. Safe for concurrent use.</summary>
internal sealed class RecordedLog<T> : ILogger<T>
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

    /// <summary>How many lines bear an event's number.</summary>
    public int Count(int eventId) => Lines.Count(line => line.StartsWith(eventId.ToString(CultureInfo.InvariantCulture) + " ", StringComparison.Ordinal));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        // The parameters too: a structured sink writes what the text leaves out.
        var parameters = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(", ", pairs) : "";
        var line = string.Create(CultureInfo.InvariantCulture, $"{eventId.Id} {logLevel}: {formatter(state, exception)} {exception} [{parameters}]");
        lock (_lock)
            _lines.Add(line);
    }
}
