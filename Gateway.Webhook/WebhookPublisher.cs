using Gateway.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Webhook;

/// <summary>
/// Posts finished utterances to the target: in order within a conversation, conversations side by side, each at most once (api.md 4.3). A
/// sink that never waits; what does not get through is on the <see cref="LossLedger"/>.
/// </summary>
internal sealed partial class WebhookPublisher : BackgroundService, IUtteranceSink
{
    private readonly WebhookQueue _queue;
    private readonly TargetInUse _target;
    private readonly TargetHealth _health;
    private readonly LossLedger _ledger;
    private readonly IConversationLog _conversations;
    private readonly WebhookMetrics _metrics;
    private readonly DeliveryLatency _latency;
    private readonly TimeProvider _time;
    private readonly ILogger<WebhookPublisher> _logger;
    private readonly int _lanes;
    private readonly TimeSpan _drainTimeout;
    private readonly CancellationTokenSource _giveUp = new();

    private volatile bool _stopped;

    public WebhookPublisher(
        WebhookOptions options, LossLedger ledger, IConversationLog conversations, WebhookMetrics metrics, DeliveryLatency latency, TimeProvider time, ILogger<WebhookPublisher> logger)
    {
        _queue = new WebhookQueue(options.Queue, (utterance, reason) => Lose(utterance, new Delivery(reason)), time);
        _target = new TargetInUse(new WebhookTarget(options, time, logger));
        _health = new TargetHealth(time);
        _drainTimeout = options.DrainTimeout;
        _ledger = ledger;
        _conversations = conversations;
        _metrics = metrics;
        _latency = latency;
        _time = time;
        _logger = logger;
        _lanes = options.Lanes;
    }

    /// <inheritdoc/>
    public ValueTask AcceptAsync(Utterance utterance, CancellationToken cancellationToken)
    {
        _metrics.Queued();
        _ledger.Accepted();
        _queue.Enqueue(utterance);
        // Nobody sends any more: whatever comes this late is lost, and said to be.
        if (_stopped)
            _queue.Abandon();
        return ValueTask.CompletedTask;
    }

    /// <summary>Sends what is posted from now on with other secrets and certificates, or to another place; what is under way is finished with the ones before.</summary>
    /// <param name="options">Checked. What concerns the queue and the lanes stays as it is.</param>
    public void Renew(WebhookOptions options) => _target.Replace(new WebhookTarget(options, _time, _logger));

    /// <summary>Sends what still waits for as long as configured, then gives up the rest, on the ledger.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _queue.WhenEmptyAsync().WaitAsync(_drainTimeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception patienceOver) when (patienceOver is TimeoutException or OperationCanceledException)
        {
            Log.DrainedIncompletely(_logger, _ledger.Read().Pending);
        }

        _stopped = true;
        _queue.Abandon();
        await _giveUp.CancelAsync().ConfigureAwait(false);
        await base.StopAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _target.Dispose();
        _queue.Dispose();
        _giveUp.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, _lanes).Select(_ => PublishAsync(_giveUp.Token)));

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var utterance = await _queue.DequeueAsync(cancellationToken).ConfigureAwait(false);
                var began = _time.GetTimestamp();
                var delivery = await PostAsync(utterance, cancellationToken).ConfigureAwait(false);
                if (delivery.Reason is null)
                {
                    _metrics.Delivered(_time.GetElapsedTime(began));
                    _latency.Record(utterance);
                    _ledger.Delivered();
                    if (_health.Recovered() is { } before)
                        Log.TargetRecovered(_logger, before);
                }
                else
                {
                    Lose(utterance, delivery);
                }

                _queue.Complete(utterance);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Whatever goes wrong with one message is its own loss: the lane goes on, and the conversation with it.</summary>
    private async Task<Delivery> PostAsync(Utterance utterance, CancellationToken cancellationToken)
    {
        try
        {
            return await _target.UseAsync(target => target.PostAsync(utterance, cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception unexpected)
        {
            Log.PostFailed(_logger, unexpected);
            return new Delivery(LossReason.Connect, null, unexpected.GetType().Name);
        }
    }

    private void Lose(Utterance utterance, Delivery delivery)
    {
        var reason = delivery.Reason!.Value;
        var loss = new Loss(utterance.Conversation, _time.GetUtcNow(), utterance.Id, utterance.Stream, reason, delivery.Status, delivery.Detail);
        _ledger.Lost(loss);
        _conversations.Record(loss);
        _metrics.Lost(reason);
        // What the queue drops is a consequence; what the target does is the cause.
        if (reason is not (LossReason.DroppedFull or LossReason.DroppedAge or LossReason.Shutdown))
            TellTrouble(reason == LossReason.Status ? $"status {delivery.Status}" : LossReasonNames.Of(reason), delivery);
    }

    private void TellTrouble(string trouble, Delivery delivery)
    {
        if (_health.Fails(trouble))
            Log.TargetFails(_logger, trouble, delivery.Status is null ? delivery.Detail ?? "no details" : "its answer is on the ledger");
    }

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Warning,
            "Utterances are being lost on the way to the webhook target: {Trouble}, {Detail}. They are not sent again. Run "
            + "'twilio-gateway check-webhook' to see why; /undelivered on the management listener lists them. This is said once until it "
            + "changes.")]
        public static partial void TargetFails(ILogger logger, string trouble, string detail);

        [LoggerMessage(3002, LogLevel.Information, "The webhook target accepts utterances again (before: {Trouble}).")]
        public static partial void TargetRecovered(ILogger logger, string trouble);

        [LoggerMessage(3006, LogLevel.Error,
            "Shutting down with {Count} utterances not yet posted: the target was too slow for Gateway:Webhook:DrainTimeout. They are "
            + "lost.")]
        public static partial void DrainedIncompletely(ILogger logger, long count);

        [LoggerMessage(3007, LogLevel.Error, "An utterance could not be posted because of a fault in the gateway; it is lost, the next one is tried.")]
        public static partial void PostFailed(ILogger logger, Exception unexpected);
    }
}
