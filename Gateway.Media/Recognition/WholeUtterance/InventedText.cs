using Gateway.Media.Text.Redaction;

namespace Gateway.Media.Recognition.WholeUtterance;

/// <summary>
/// Leaves out of a text what nobody said: engines that were trained on subtitles write such things for noise, silence and music. In doubt the text stays. Nothing is
/// left out because of what it says, but for names of sounds.
/// </summary>
internal sealed class InventedText(InventedTextOptions options, MediaMetrics metrics)
{
    /// <summary>The fastest speakers reach seven words a second. A few words more are allowed, because the audio may begin or end within speech.</summary>
    private const int FreeWords = 4;
    private const int WordsPerSecond = 8;

    /// <summary>The same for letters and digits, of which speakers reach 25 a second. Digits count for the words that they stand for.</summary>
    private const int FreeLetters = 25;
    private const int LettersPerSecond = 35;

    private const string Notes = "\u2669\u266a\u266b\u266c";

    /// <param name="words">The words of the text.</param>
    /// <param name="segments">Its segments.</param>
    /// <param name="duration">How long the audio is.</param>
    public IReadOnlyList<PlacedWord> Without(List<PlacedWord> words, IReadOnlyList<TextSegment> segments, TimeSpan duration)
    {
        var kept = words;
        for (var i = 0; i < segments.Count; i++)
        {
            if (ReasonFor(segments[i]) is { } reason && kept.RemoveAll(word => word.Segment == i) > 0)
                metrics.Invented(reason);
        }

        foreach (var marks in SoundMarks.In(kept))
            Remove(kept, marks, InventedReason.SoundMark);
        while (Repetition.FirstIn(kept) is { } repeated)
            Remove(kept, repeated, InventedReason.Repetition);
        if (IsTooFast(kept, duration))
            Remove(kept, Range.All, InventedReason.TooFast);
        return kept;
    }

    private InventedReason? ReasonFor(TextSegment segment) =>
        segment.NoSpeechProbability > options.NoSpeechProbability && segment.MeanLogProbability < options.MeanLogProbability ? InventedReason.NoSpeech
        : segment.Text.AsSpan().ContainsAny(Notes) ? InventedReason.SoundMark
        : segment.CompressionRatio > options.CompressionRatio && !HasNumber(segment.Text) ? InventedReason.Repetition
        : null;

    private static bool IsTooFast(List<PlacedWord> words, TimeSpan duration) =>
        words.Count > FreeWords + WordsPerSecond * duration.TotalSeconds
        || words.Sum(static word => WordPlacement.Fold(word.Text).Length) > FreeLetters + LettersPerSecond * duration.TotalSeconds;

    private void Remove(List<PlacedWord> words, Range range, InventedReason reason)
    {
        var (first, count) = range.GetOffsetAndLength(words.Count);
        words.RemoveRange(first, count);
        metrics.Invented(reason);
    }

    /// <summary>Numbers are said with repetitions: "four one one one one one".</summary>
    internal static bool HasNumber(string text) => new Draft(text).Tokens.Any(static token => token.IsNumber);
}
