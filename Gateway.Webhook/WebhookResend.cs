using Gateway.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Webhook;

/// <summary>One message that was sent again.</summary>
/// <param name="Message">Its name.</param>
/// <param name="Problem">Why the target did not take it; null when it did. Never what was said.</param>
public sealed record ResentMessage(Ulid Message, string? Problem);

/// <summary>
/// Posts messages once more because somebody asked for it, one after the other, exactly as they were posted the first time: a receiver that keeps the header
/// <c>webhook-id</c> can tell that it has seen them.
/// </summary>
/// <param name="options">The target; <see cref="WebhookOptions.Url"/> must be there.</param>
/// <param name="time">The clock.</param>
public sealed class WebhookResend(WebhookOptions options, TimeProvider time)
{
    /// <summary>Posts them in order, up to the first that fails: what follows would overtake it.</summary>
    public async IAsyncEnumerable<ResentMessage> RunAsync(IAsyncEnumerable<Utterance> messages)
    {
        using var target = new WebhookTarget(options, time, NullLogger.Instance);
        await foreach (var message in messages.ConfigureAwait(false))
        {
            var delivery = await target.PostAsync(message, CancellationToken.None).ConfigureAwait(false);
            var problem = delivery.Reason is { } reason ? $"{LossReasonNames.Of(reason)} {delivery.Status} {delivery.Detail}".TrimEnd() : null;
            yield return new ResentMessage(message.Id, problem);
            if (problem is not null)
                yield break;
        }
    }
}
