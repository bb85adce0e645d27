using Gateway.Core;

namespace Gateway.Host.Endpoints;

/// <summary>The answer of <c>/undelivered</c> on the management listener.</summary>
/// <param name="Accepted">Utterances that were to be posted since the process started.</param>
/// <param name="Delivered">Those that the target accepted.</param>
/// <param name="Pending">Those that wait or are being sent.</param>
/// <param name="Lost">Those that were lost, by reason.</param>
/// <param name="Latest">The latest losses, at most 1 000, oldest first; those of earlier runs are there, too.</param>
internal sealed record UndeliveredResponse(long Accepted, long Delivered, long Pending, IReadOnlyDictionary<string, long> Lost, IReadOnlyList<UndeliveredMessage> Latest);

/// <summary>One utterance that was not delivered; not what was said.</summary>
/// <param name="At">When it was given up.</param>
/// <param name="ExternalConversationId">Its call.</param>
/// <param name="StreamId">Its participant's stream.</param>
/// <param name="MessageId">Its name.</param>
/// <param name="Reason">Why: dropped-full, dropped-age, timeout, connect, tls, token, status with its number, shutdown, or not-stored.</param>
/// <param name="Status">The target's HTTP status; absent when it did not answer.</param>
/// <param name="Detail">What the target answered or what went wrong.</param>
internal sealed record UndeliveredMessage(DateTimeOffset At, string ExternalConversationId, string StreamId, string MessageId, string Reason, int? Status, string? Detail);

/// <summary>What did not reach the webhook's target, for whoever runs the gateway.</summary>
internal sealed class UndeliveredEndpoint(LossLedger ledger)
{
    public Task AnswerAsync(HttpContext context)
    {
        var accounts = ledger.Read();
        return context.Response.WriteAsJsonAsync(
            new UndeliveredResponse(
                accounts.Accepted,
                accounts.Delivered,
                accounts.Pending,
                accounts.Lost.ToDictionary(lost => LossReasonNames.Of(lost.Key), lost => lost.Value),
                [.. accounts.Latest.Select(Message)]),
            ApiJson.Readable.UndeliveredResponse);
    }

    private static UndeliveredMessage Message(Loss loss) => new(
        loss.At,
        loss.Conversation.ToString(),
        loss.Stream.ToString(),
        loss.Message.ToString(),
        loss.Reason == LossReason.Status ? $"status {loss.Status}" : LossReasonNames.Of(loss.Reason),
        loss.Status,
        loss.Detail);
}
