using Gateway.Core;
using Gateway.Media.Recognition;
using Gateway.Media.Text.Formatting;
using Gateway.Media.Text.Redaction;

namespace Gateway.Media.Text;

/// <summary>
/// Writes one participant's hypotheses down as utterances, as the start asked, and hands them to the sinks in order. What was not
/// asked for does not leave this class: unredacted text ends here.
/// </summary>
internal sealed class UtteranceWriter
{
    private readonly IReadOnlyList<IUtteranceSink> _sinks;
    private readonly UlidSequence _ids;
    private readonly MediaMetrics _metrics;
    private readonly Redactor _redactor;
    private readonly RedactionContext _context;
    private readonly TimeProvider _time;
    private int _written;

    public UtteranceWriter(
        IReadOnlyList<IUtteranceSink> sinks, UlidSequence ids, MediaMetrics metrics, Redactor redactor, RedactionContext context, TimeProvider time)
    {
        _sinks = sinks;
        _ids = ids;
        _metrics = metrics;
        _redactor = redactor;
        _context = context;
        _time = time;
    }

    public required ConversationId Conversation { get; init; }

    public required StreamId Stream { get; init; }

    public required Participant Participant { get; init; }

    /// <inheritdoc cref="Utterance.ParticipantId"/>
    public required string ParticipantId { get; init; }

    /// <summary>The language spoken, an IETF tag: says which rules of writing apply.</summary>
    public required string Language { get; init; }

    public required RedactionOutput Redaction { get; init; }

    /// <summary>Whether the text is to be written, or to be left as it was spoken.</summary>
    public required bool SmartFormatting { get; init; }

    /// <summary>Whether words with their times were asked for.</summary>
    public required bool DetailedToken { get; init; }

    /// <summary>Stream position at which the start request took effect: offset 0 of both participants (INF-22).</summary>
    public required TimeSpan Origin { get; init; }

    /// <summary>Wall clock at <see cref="Origin"/>.</summary>
    public required DateTimeOffset OriginTime { get; init; }

    /// <summary>Utterances handed to the sinks so far: the <c>transcripts</c> of the summary (api.md 3.4).</summary>
    public int Written => Volatile.Read(ref _written);

    /// <summary>Hands on what was understood of <paramref name="segment"/>; nothing when that is nothing (INF-27).</summary>
    /// <param name="hypothesis">What was understood.</param>
    /// <param name="segment">Of what.</param>
    /// <param name="engine">By whom.</param>
    /// <param name="timing">All but <see cref="UtteranceTiming.Written"/>.</param>
    public async ValueTask WriteAsync(Hypothesis hypothesis, SpeechSegment segment, string engine, UtteranceTiming timing)
    {
        if (hypothesis.Words.Count == 0)
            return;
        var heard = PhraseMatcher.Apply(hypothesis.Words, hypothesis.Vocabulary);
        var written = Formatter.Write(heard, Language);
        var words = SmartFormatting ? written : WrittenText.Plain(heard);
        var said = Formatter.Join(words);
        var start = Offset(segment.SpeechStart);
        var end = Offset(segment.SpeechEnd);
        // Also when it leaves unredacted: what is said later may be redacted, and depends on it.
        var redacted = heard.Any(static word => word.IsWritten)
            ? _redactor.Redact(PhrasedText.Of(heard, Language), Participant, OriginTime + start, _context)
            : _redactor.Redact(Formatter.Join(written), Participant, OriginTime + start, _context);
        var utterance = new Utterance
        {
            Id = _ids.Next(),
            Conversation = Conversation,
            Stream = Stream,
            Participant = Participant,
            ParticipantId = ParticipantId,
            Start = start,
            End = end > start ? end : start,
            SpokenAt = OriginTime + start,
            Text = Redaction == RedactionOutput.Unredacted ? said : redacted.Text,
            UnredactedText = Redaction == RedactionOutput.RedactedAndUnredacted ? said : null,
            Engine = engine,
            Timing = timing with { Written = _time.GetTimestamp() },
            Words = DetailedToken && Redaction == RedactionOutput.Unredacted ? Place(words, segment) : null,
        };

        Interlocked.Increment(ref _written);
        _metrics.UtteranceRecognised(engine, utterance.Timing.Value, _time);
        if (redacted.Failed)
            _metrics.RedactionFailed();
        if (Redaction != RedactionOutput.Unredacted)
            _metrics.Masked(redacted.Maskings);
        foreach (var sink in _sinks)
            await sink.AcceptAsync(utterance, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>The engine's idea of where the first word begins may differ a little from the endpointer's.</summary>
    private List<Word> Place(IReadOnlyList<Word> words, SpeechSegment segment)
    {
        return [.. words.Select(word => word with { Start = Within(word.Start), End = Within(word.End) })];

        TimeSpan Within(TimeSpan time)
        {
            var position = segment.AudioStart + time;
            return Offset(position < segment.SpeechStart ? segment.SpeechStart : position > segment.SpeechEnd ? segment.SpeechEnd : position);
        }
    }

    /// <summary>Audio that was on its way when the start request took effect lies before the origin by a frame or two.</summary>
    private TimeSpan Offset(TimeSpan position) => position > Origin ? position - Origin : TimeSpan.Zero;
}
