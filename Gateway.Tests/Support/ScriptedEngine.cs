using Gateway.Media;
using Gateway.Media.Recognition;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Media.Recognition.WholeUtterance;

namespace Gateway.Tests.Support;

/// <summary>An engine that hears an utterance as a whole and writes what a test says.</summary>
internal sealed class ScriptedEngine(MediaMetrics metrics, InventedTextOptions? invented = null) : WholeUtteranceRecognizer(invented ?? new InventedTextOptions(), metrics)
{
    private readonly Lock _lock = new();
    private readonly List<short[]> _heard = [];

    /// <summary>What becomes of the n-th request, beginning with 0.</summary>
    public Func<int, CancellationToken, ValueTask<UtteranceText>> Answer { get; set; } = static (_, _) => ValueTask.FromResult(UtteranceText.Nothing);

    /// <summary>The samples of each request so far.</summary>
    public IReadOnlyList<short[]> Heard
    {
        get
        {
            lock (_lock)
                return [.. _heard];
        }
    }

    public bool AnticipatesPauses { get; init; } = true;

    public override string Name => "scripted";

    public override IReadOnlyCollection<string> Languages => ["en-US"];

    protected internal override bool Anticipates => AnticipatesPauses;

    /// <summary>A text of one segment as long as anything.</summary>
    public static UtteranceText Text(string text) => new([new TextSegment(text, TimeSpan.Zero, TimeSpan.Zero)]);

    public override Task WarmUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected internal override ValueTask<UtteranceText> RecognizeAsync(
        ReadOnlyMemory<short> samples, Speaker speaker, Vocabulary vocabulary, CancellationToken cancellationToken)
    {
        int request;
        lock (_lock)
        {
            request = _heard.Count;
            _heard.Add(samples.ToArray());
        }

        return Answer(request, cancellationToken);
    }
}
