using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Gateway.Core;
using Gateway.Transcripts;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Support;

/// <summary>A real writer with its queue, ledger, metrics and log, in front of a store that does as it is told.</summary>
internal sealed class StoreWriterHarness : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<TranscriptMetrics>().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _counted = new();
    private bool _stopped;

    public StoreWriterHarness(TranscriptOptions? options = null, TimeProvider? time = null)
    {
        Time = time as ManualTime ?? new ManualTime();
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, count, _, _) => _counted.AddOrUpdate(instrument.Name, count, (_, sum) => sum + count));
        _listener.Start();
        Writer = new StoreWriter(Store, Ledger, _services.GetRequiredService<TranscriptMetrics>(), options ?? new TranscriptOptions(), time ?? Time, Log);
    }

    public ManualTime Time { get; }

    public ScriptedStore Store { get; } = new();

    public LossLedger Ledger { get; } = new();

    public RecordedLog<StoreWriter> Log { get; } = new();

    public StoreWriter Writer { get; }

    public long Stored => Counted("stored");

    public long NotStored => Counted("not_stored");

    public async Task<StoreWriterHarness> StartedAsync()
    {
        await Writer.OpenAsync(CancellationToken.None);
        await Writer.StartAsync(CancellationToken.None);
        return this;
    }

    /// <summary>Something said in a call.</summary>
    public static Utterance Utterance(string text, int call = 1) => SampleUtterance.Of(call.ToString("x32", CultureInfo.InvariantCulture)) with { Text = text };

    public Task SayAsync(string text, int call = 1) => SayAsync(Utterance(text, call));

    public Task SayAsync(Utterance utterance) => Writer.AcceptAsync(utterance, CancellationToken.None).AsTask();

    /// <summary>Time goes on until a fact holds: retries are timers.</summary>
    public Task PassUntilAsync(Func<bool> fact) => Eventually.HoldsAsync(() =>
    {
        if (fact())
            return true;
        Time.Advance(TimeSpan.FromMilliseconds(100));
        return false;
    });

    /// <summary>Ends the writer; time goes on meanwhile.</summary>
    public async Task StopAsync()
    {
        _stopped = true;
        var stopping = Writer.StopAsync(CancellationToken.None);
        await PassUntilAsync(() => stopping.IsCompleted);
        await stopping;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopped)
            await StopAsync();
        _listener.Dispose();
        Writer.Dispose();
        await _services.DisposeAsync();
    }

    private long Counted(string name) => _counted.GetValueOrDefault($"gateway.transcripts.{name}");
}
