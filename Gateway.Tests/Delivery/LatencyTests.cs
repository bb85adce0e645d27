using System.Diagnostics.Metrics;
using System.Net;
using Gateway.Core;
using Gateway.Simulator.Webhook;
using Gateway.Tests.Support;
using Gateway.Webhook;
using Gateway.Webhook.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Delivery;

/// <summary>How long an utterance was on its way can be read stage by stage, and from the histogram.</summary>
public sealed class LatencyTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly RecordedLog<DeliveryLatency> _log = new();
    private readonly List<double> _histogram = [];
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<WebhookMetrics>().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly DeliveryLatency _latency;

    public LatencyTests()
    {
        var factory = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == factory && instrument.Name == "gateway.webhook.latency")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => _histogram.Add(seconds));
        _listener.Start();
        _latency = new DeliveryLatency(_services.GetRequiredService<WebhookMetrics>(), _time, _log);
    }

    [Fact]
    public void Each_stage_has_its_share_and_the_histogram_has_all_of_it()
    {
        var timing = new UtteranceTiming(Heard: Stamp(), Ended: After(400), Finishing: After(20), Recognised: After(30), Written: After(1));
        After(9);

        _latency.Record(SampleUtterance.Of() with { Engine = "pocketsphinx", Timing = timing });

        var line = Assert.Single(_log.Lines);
        Assert.Contains("by pocketsphinx: endpoint 400.0 ms, queue 20.0 ms, decode 30.0 ms, text 1.0 ms, deliver 9.0 ms.", line, StringComparison.Ordinal);
        Assert.DoesNotContain("streaming package", line, StringComparison.Ordinal);
        Assert.Equal(0.460, Assert.Single(_histogram), 3);
    }

    [Fact]
    public void What_comes_from_a_store_has_no_latency()
    {
        _latency.Record(SampleUtterance.Of());

        Assert.Empty(_log.Lines);
        Assert.Empty(_histogram);
    }

    [Fact]
    public async Task Only_what_the_target_accepted_is_measured()
    {
        using var certificate = ReceiverCertificate.Create(TimeProvider.System);
        await using var target = await WebhookReceiver.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), certificate, null, TimeProvider.System, CancellationToken.None);
        var authority = Path.GetTempFileName();
        certificate.SaveAuthority(authority);
        await using var publisher = await PublisherHarness.StartAsync(new WebhookOptions { Url = target.Url, Tls = new TlsOptions { CaFile = authority } });
        var now = TimeProvider.System.GetTimestamp();

        target.Answer = new WebhookAnswer { Status = 500, Once = true };
        await publisher.FateAsync(PublisherHarness.Utterance(1, "One.") with { Timing = new UtteranceTiming(now, now, now, now, now) });
        Assert.Empty(publisher.Latencies.Lines);
        await publisher.FateAsync(PublisherHarness.Utterance(1, "Two.") with { Timing = new UtteranceTiming(now, now, now, now, now) });

        Assert.Equal(1, publisher.Latencies.Count(3008));
        File.Delete(authority);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    private long Stamp() => _time.GetTimestamp();

    private long After(int milliseconds)
    {
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        return Stamp();
    }
}
