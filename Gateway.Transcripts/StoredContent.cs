using System.Text.Json.Serialization;
using Gateway.Core;

namespace Gateway.Transcripts;

/// <summary>What a message's row holds besides its times. Offsets are milliseconds.</summary>
internal sealed record StoredUtterance(
    Guid Stream, Participant Role, string ParticipantId, long Start, long End, string Text, string? Unredacted, StoredWord[]? Words, string? Engine)
{
    public static StoredUtterance Of(Utterance utterance) => new(
        utterance.Stream.Value,
        utterance.Participant,
        utterance.ParticipantId,
        (long)utterance.Start.TotalMilliseconds,
        (long)utterance.End.TotalMilliseconds,
        utterance.Text,
        utterance.UnredactedText,
        utterance.Words?.Select(word => new StoredWord(word.Text, (long)word.Start.TotalMilliseconds, (long)word.End.TotalMilliseconds, word.PunctuationAfter)).ToArray(),
        utterance.Engine);

    public Utterance ToUtterance(Ulid id, string externalId, DateTimeOffset spokenAt) => new()
    {
        Id = id,
        Conversation = ConversationId.Parse(externalId),
        Stream = new StreamId(Stream),
        Participant = Role,
        ParticipantId = ParticipantId,
        Start = TimeSpan.FromMilliseconds(Start),
        End = TimeSpan.FromMilliseconds(End),
        SpokenAt = spokenAt,
        Text = Text,
        UnredactedText = Unredacted,
        Words = Words?.Select(word => new Word(word.Text, TimeSpan.FromMilliseconds(word.Start), TimeSpan.FromMilliseconds(word.End), word.PunctuationAfter)).ToArray(),
        Engine = Engine,
    };
}

internal sealed record StoredWord(string Text, long Start, long End, string? PunctuationAfter);

/// <summary>What an event's row holds besides its time: which members are there depends on its kind.</summary>
internal sealed record StoredEvent(string Kind)
{
    public const string LossKind = "loss";

    public string? Leg { get; init; }

    public StreamEnding? MediaEnding { get; init; }

    public bool? Completes { get; init; }

    public long? From { get; init; }

    public bool? Recovered { get; init; }

    public TranscriptionEnding? TranscriptionEnding { get; init; }

    public StoredSettings? Settings { get; init; }

    public Guid? Customer { get; init; }

    public Guid? Agent { get; init; }

    public string? Message { get; init; }

    public Guid? Stream { get; init; }

    public LossReason? Reason { get; init; }

    public int? Status { get; init; }

    public string? Detail { get; init; }

    /// <summary>The kind alone, as it stands in a column of its own.</summary>
    public static string KindOf(ConversationEvent happened) => happened switch
    {
        MediaStarted => "media-started",
        MediaEnded => "media-ended",
        TranscriptionStarted => "transcription-started",
        TranscriptionEnded => "transcription-ended",
        TranscriptionGap => "transcription-gap",
        Loss => LossKind,
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };

    public static StoredEvent Of(ConversationEvent happened)
    {
        var stored = new StoredEvent(KindOf(happened));
        return happened switch
        {
            MediaStarted media => stored with { Leg = media.Leg.ToString() },
            MediaEnded media => stored with { Leg = media.Leg.ToString(), MediaEnding = media.Ending, Completes = media.Completes },
            TranscriptionStarted started => stored with
            {
                Settings = StoredSettings.Of(started.Settings),
                Customer = started.Customer?.Value,
                Agent = started.Agent?.Value,
            },
            TranscriptionEnded ended => stored with { TranscriptionEnding = ended.Ending },
            TranscriptionGap gap => stored with { From = gap.From.ToUnixTimeMilliseconds(), MediaEnding = gap.Reason, Recovered = gap.Recovered },
            Loss loss => stored with
            {
                Message = loss.Message.ToString(),
                Stream = loss.Stream.Value,
                Reason = loss.Reason,
                Status = loss.Status,
                Detail = loss.Detail,
            },
            _ => stored,
        };
    }

    /// <exception cref="FormatException">A member that the kind needs is missing or damaged.</exception>
    public ConversationEvent ToEvent(string externalId, DateTimeOffset at)
    {
        var conversation = ConversationId.Parse(externalId);
        return Kind switch
        {
            "media-started" => new MediaStarted(conversation, at, StreamSid.Parse(Needed(Leg))),
            "media-ended" => new MediaEnded(conversation, at, StreamSid.Parse(Needed(Leg)), Needed(MediaEnding), Needed(Completes)),
            "transcription-started" => new TranscriptionStarted(conversation, at, Needed(Settings).ToSettings(), IdOf(Customer), IdOf(Agent)),
            "transcription-ended" => new TranscriptionEnded(conversation, at, Needed(TranscriptionEnding)),
            "transcription-gap" => new TranscriptionGap(conversation, at, DateTimeOffset.FromUnixTimeMilliseconds(Needed(From)), Needed(MediaEnding), Needed(Recovered)),
            LossKind => new Loss(conversation, at, Ulid.Parse(Needed(Message)), new StreamId(Needed(Stream)), Needed(Reason), Status, Detail),
            _ => throw new FormatException(),
        };
    }

    private static StreamId? IdOf(Guid? id) => id is { } value ? new StreamId(value) : null;

    private static T Needed<T>(T? member)
        where T : class => member ?? throw new FormatException();

    private static T Needed<T>(T? member)
        where T : struct => member ?? throw new FormatException();
}

/// <summary>What a start request asked for.</summary>
internal sealed record StoredSettings(
    string? CustomerId, string? AgentId, string Language, bool DetailedToken, RedactionOutput Redaction, Participant Inbound, bool SmartFormatting = true)
{
    public static StoredSettings Of(TranscriptionSettings settings) =>
        new(settings.CustomerId, settings.AgentId, settings.Language, settings.DetailedToken, settings.Redaction, settings.TrackMap.Inbound, settings.SmartFormatting);

    public TranscriptionSettings ToSettings() => new()
    {
        CustomerId = CustomerId,
        AgentId = AgentId,
        Language = Language,
        DetailedToken = DetailedToken,
        Redaction = Redaction,
        SmartFormatting = SmartFormatting,
        TrackMap = new TrackMap(Inbound),
    };
}

[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(StoredUtterance))]
[JsonSerializable(typeof(StoredEvent))]
internal sealed partial class StoredJson : JsonSerializerContext;
