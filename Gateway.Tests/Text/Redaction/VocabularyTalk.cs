using Gateway.Core;
using Gateway.Media;
using Gateway.Media.Recognition;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Media.Text;
using Gateway.Media.Text.Redaction;
using Gateway.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Text.Redaction;

/// <summary>A conversation that is written with a vocabulary: each utterance begins three seconds after the one before it.</summary>
internal sealed class VocabularyTalk : IUtteranceSink, IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<MediaMetrics>().BuildServiceProvider();
    private readonly ManualTime _time = new();
    private readonly RedactionContext _context = new();
    private readonly Redactor _redactor;
    private readonly Vocabulary _vocabulary;
    private readonly bool _compound;
    private readonly List<Utterance> _written = [];

    /// <param name="vocabulary">What is known besides words.</param>
    /// <param name="compound">Whether the engine knows it, too, and gives a phrase as one word.</param>
    /// <param name="options">The rules.</param>
    public VocabularyTalk(IReadOnlyList<VocabularyEntry> vocabulary, bool compound, RedactionOptions? options = null)
    {
        Assert.Null(Vocabulary.Empty.With(vocabulary, out _vocabulary!));
        _compound = compound;
        _redactor = new Redactor(options ?? new RedactionOptions());
    }

    public void Dispose() => _services.Dispose();

    public ValueTask AcceptAsync(Utterance utterance, CancellationToken cancellationToken)
    {
        _written.Add(utterance);
        return ValueTask.CompletedTask;
    }

    /// <summary>What leaves of words that were said.</summary>
    public Task<Utterance> SayAsync(Participant role, string words, RedactionOutput output = RedactionOutput.Redacted)
    {
        IReadOnlyList<HypothesisWord> heard = [.. words.Split(' ').Select(word => new HypothesisWord(word, TimeSpan.Zero, TimeSpan.Zero))];
        return _compound ? HearAsync(role, PhraseMatcher.Apply(heard, _vocabulary), Vocabulary.Empty, output) : HearAsync(role, heard, _vocabulary, output);
    }

    /// <summary>What leaves of words that an engine gave.</summary>
    public Task<Utterance> HearAsync(Participant role, params HypothesisWord[] words) => HearAsync(role, words, _vocabulary, RedactionOutput.Redacted);

    private async Task<Utterance> HearAsync(Participant role, IReadOnlyList<HypothesisWord> words, Vocabulary vocabulary, RedactionOutput output)
    {
        var writer = new UtteranceWriter([this], new UlidSequence(_time), _services.GetRequiredService<MediaMetrics>(), _redactor, _context, _time)
        {
            Conversation = CallTableHarness.Sid,
            Stream = StreamId.New(_time),
            Participant = role,
            ParticipantId = "one",
            Language = "en-US",
            Redaction = output,
            SmartFormatting = true,
            DetailedToken = false,
            Origin = TimeSpan.Zero,
            OriginTime = _time.GetUtcNow(),
        };
        using var segment = new SpeechSegment(TimeSpan.Zero);
        await writer.WriteAsync(new Hypothesis(words) { Vocabulary = vocabulary }, segment, "recording", default);
        _time.Advance(TimeSpan.FromSeconds(3));
        return _written[^1];
    }
}
