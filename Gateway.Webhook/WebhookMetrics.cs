using System.Diagnostics.Metrics;
using Gateway.Core;

namespace Gateway.Webhook;

/// <summary>What the publisher counts. Meter <c>gateway.webhook</c>.</summary>
public sealed class WebhookMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "gateway.webhook";

    private readonly Counter<long> _queued;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _lost;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _latency;

    /// <summary>Creates the instruments. Every reason of loss starts at zero, so that a dashboard shows no gaps.</summary>
    public WebhookMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _queued = meter.CreateCounter<long>("gateway.webhook.queued", "{utterance}", "Utterances that were to be posted.");
        _delivered = meter.CreateCounter<long>("gateway.webhook.delivered", "{utterance}", "Utterances that the target accepted.");
        _lost = meter.CreateCounter<long>("gateway.webhook.lost", "{utterance}", "Utterances that were not delivered, by reason.");
        _duration = meter.CreateHistogram<double>("gateway.webhook.duration", "s", "Time from sending a request to the end of its answer.");
        _latency = meter.CreateHistogram<double>("gateway.webhook.latency", "s", "Time from receiving the frame with an utterance's last speech to the end of the target's answer.");
        foreach (var reason in Enum.GetValues<LossReason>().Where(reason => reason != LossReason.NotStored))
            Lost(reason, 0);
    }

    internal void Queued() => _queued.Add(1);

    internal void Delivered(TimeSpan duration)
    {
        _delivered.Add(1);
        _duration.Record(duration.TotalSeconds);
    }

    internal void Arrived(TimeSpan latency) => _latency.Record(latency.TotalSeconds);

    internal void Lost(LossReason reason, int count = 1) => _lost.Add(count, new KeyValuePair<string, object?>("reason", LossReasonNames.Of(reason)));
}
