using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Gateway.Host.Recovery;

/// <summary>What one HTTP request to Twilio has come to, before it is known what was asked for.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="Problem">What went wrong, without secrets; null when there was an answer.</param>
/// <param name="RetryAfter">How long not to ask, or null.</param>
/// <param name="MayRepeat">Whether asking again at once can do no harm.</param>
internal sealed record TwilioReply(TwilioOutcome Outcome, int? Status = null, string? Problem = null, TimeSpan? RetryAfter = null, bool MayRepeat = false)
{
    /// <summary>The body as far as it was read. Never printed: it may quote the request.</summary>
    private byte[] Body { get; init; } = [];

    /// <summary>The same with a body.</summary>
    public TwilioReply With(byte[] body) => this with { Body = body };

    /// <summary>The body, or null when it is not the JSON that was expected, or was cut off.</summary>
    public T? Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>One clause, without the body.</summary>
    public override string ToString() => $"{Outcome}, {Problem ?? $"status {Status}"}";
}
