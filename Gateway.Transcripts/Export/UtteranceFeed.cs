using System.Globalization;
using Gateway.Core;

namespace Gateway.Transcripts.Export;

/// <summary>The columns of the feed <c>utterances</c>, version 1 (api.md 6.3). New columns are added at the end.</summary>
internal static class UtteranceFeed
{
    public const string Name = "utterances";
    public const string Version = "1";

    /// <summary>The column that names the conversation as the customer knows it.</summary>
    public const string ExternalIdColumn = "external_conversation_id";

    private const string Timestamp = "yyyy-MM-ddTHH:mm:ss.ffffffzzz";

    private static readonly (string Name, Func<StoredMessage, string?, object?> Value)[] Definition =
    [
        ("instance_ts", (message, _) => Time(HourOf(message.Utterance.SpokenAt))),
        ("created_ts", (message, _) => Time(message.Utterance.SpokenAt)),
        ("conversation_id", (message, _) => message.Conversation.ToString()),
        ("company_subdivision", (_, _) => null),
        ("company_segments", (_, _) => null),
        ("sequence_id", (_, _) => null),
        ("sender_id", (message, _) => message.Utterance.ParticipantId),
        ("sender_type", (message, _) => message.Utterance.Participant == Participant.Customer ? "customer" : "rep"),
        ("utterance_type", (_, _) => null),
        ("utterance", (message, _) => message.Utterance.Text),
        ("sent_to_agent", (_, _) => null),
        ("issue_id", (message, _) => message.Conversation.ToString()),
        ("sent_to_rep", (message, _) => message.Utterance.Participant == Participant.Customer),
        ("utterance_start_ts", (message, _) => Time(message.Utterance.SpokenAt)),
        ("utterance_end_ts", (message, _) => Time(message.Utterance.SpokenAt + (message.Utterance.End - message.Utterance.Start))),
        ("company_name", (_, company) => company),
        ("event_uuid", (message, _) => message.Utterance.Id.ToGuid().ToString()),
        (ExternalIdColumn, (message, _) => message.Utterance.Conversation.ToString()),
        ("company_marker", (_, company) => company),
        ("dt", (message, _) => message.Utterance.SpokenAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("hr", (message, _) => message.Utterance.SpokenAt.UtcDateTime.ToString("HH", CultureInfo.InvariantCulture)),
    ];

    /// <summary>The columns' names, in order.</summary>
    public static IReadOnlyList<string> Columns { get; } = [.. Definition.Select(column => column.Name)];

    /// <summary>One row: texts, truth values and nulls, in the order of <see cref="Columns"/>.</summary>
    public static object?[] Row(StoredMessage message, string? company) => [.. Definition.Select(column => column.Value(message, company))];

    /// <summary>The hour it was spoken in.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset spoken)
    {
        var utc = spoken.ToUniversalTime();
        return new DateTimeOffset(utc.Year, utc.Month, utc.Day, utc.Hour, 0, 0, TimeSpan.Zero);
    }

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString(Timestamp, CultureInfo.InvariantCulture);
}
