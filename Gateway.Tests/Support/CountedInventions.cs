using System.Diagnostics.Metrics;
using Gateway.Media;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Support;

/// <summary>Metrics of a gateway's media path, and what was counted as invented text, by reason.</summary>
internal sealed class CountedInventions : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private readonly List<string> _reasons = [];

    public CountedInventions()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        Metrics = new MediaMetrics(meters);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "gateway.media.invented" && ReferenceEquals(instrument.Meter.Scope, meters))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, count, labels, _) =>
        {
            lock (_lock)
                _reasons.AddRange(Enumerable.Repeat((string)labels[0].Value!, (int)count));
        });
        _listener.Start();
    }

    public MediaMetrics Metrics { get; }

    public IReadOnlyList<string> Reasons
    {
        get
        {
            lock (_lock)
                return [.. _reasons];
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }
}
