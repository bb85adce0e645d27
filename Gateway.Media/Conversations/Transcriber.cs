using Gateway.Core;
using Gateway.Media.Endpointing;
using Gateway.Media.Recognition;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Media.Text;
using Gateway.Media.Text.Redaction;

namespace Gateway.Media.Conversations;

/// <summary>Begins transcriptions: the one place where endpointing, recognition, redaction and the sinks are put together. Safe for concurrent use.</summary>
internal sealed class Transcriber
{
    /// <summary>Audio that comes over a network pauses for fractions of a second while it is complete: longer than this, it has stopped.</summary>
    private static readonly TimeSpan DeliveryPause = TimeSpan.FromSeconds(1);

    private readonly EndpointingOptions _endpointing;
    private readonly RecognitionResources _resources;
    private readonly Redactor _redactor;
    private readonly IReadOnlyList<IUtteranceSink> _sinks;
    private readonly UlidSequence _ids;
    private readonly TimeProvider _time;

    public Transcriber(EndpointingOptions endpointing, RecognitionResources resources, Redactor redactor, IReadOnlyList<IUtteranceSink> sinks, TimeProvider time)
    {
        _endpointing = endpointing;
        _resources = resources;
        _redactor = redactor;
        _sinks = sinks;
        _ids = new UlidSequence(time);
        _time = time;
    }

    /// <summary>A participant from whom nothing has come for this long has stopped sending: see <see cref="Transcription.FlushStalled"/>.</summary>
    public TimeSpan StallLimit => _endpointing.Silence + DeliveryPause;

    /// <summary>The phrases of one session: what everybody is recognised with, and room for its own.</summary>
    public SessionVocabulary NewVocabulary() => new(_resources.Vocabulary);

    /// <summary>Begins one participant's transcription.</summary>
    /// <param name="conversation">What it belongs to.</param>
    /// <param name="participant">Who speaks; the settings have the id.</param>
    /// <param name="settings">What was asked for.</param>
    /// <param name="origin">Position of the audio at which the utterances' offsets begin.</param>
    /// <param name="originTime">Wall clock at <paramref name="origin"/>.</param>
    /// <param name="vocabulary">The phrases that its session is recognised with; null: those of everybody.</param>
    /// <param name="listener">Gets the utterances after all other sinks; null: nobody.</param>
    public Transcription Begin(
        Conversation conversation, Participant participant, TranscriptionSettings settings, TimeSpan origin, DateTimeOffset originTime,
        SessionVocabulary? vocabulary = null, IUtteranceSink? listener = null)
    {
        var writer = new UtteranceWriter(listener is null ? _sinks : [.. _sinks, listener], _ids, _resources.Metrics, _redactor, conversation.Redaction, _time)
        {
            Conversation = conversation.Id,
            Stream = StreamId.New(_time),
            Participant = participant,
            ParticipantId = settings.IdOf(participant),
            Language = settings.Language,
            Redaction = settings.Redaction,
            SmartFormatting = settings.SmartFormatting,
            DetailedToken = settings.DetailedToken,
            Origin = origin,
            OriginTime = originTime,
        };
        // Two of the longest utterances may wait: one being said while the one before is still being recognised.
        var capacity = 2 * Audio.Telephony.Samples(_endpointing.MaxUtterance);
        var lane = new RecognitionLane(_resources, new UtteranceRecognition(_resources, settings.Language, vocabulary ?? NewVocabulary()), writer, capacity);
        return new Transcription(new AudioPipeline(_endpointing, lane), writer);
    }
}
