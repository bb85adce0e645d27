using System.Text;

namespace Gateway.Media.Recognition.WholeUtterance;

/// <summary>A word of an engine's text and its place. Holds what was said: never log it.</summary>
/// <param name="Text">As the engine wrote it, with punctuation.</param>
/// <param name="Start">Where it begins, from the first sample.</param>
/// <param name="End">Where it ends; not before its start, and within the audio.</param>
/// <param name="Segment">The index of its segment.</param>
internal readonly record struct PlacedWord(string Text, TimeSpan Start, TimeSpan End, int Segment)
{
    /// <summary>The times only.</summary>
    public override string ToString() => $"PlacedWord {{ {Start} - {End} }}";
}

/// <summary>Gives the words of a text their times: the engine's where it tells them, otherwise each word its share of its segment by length.</summary>
internal static class WordPlacement
{
    /// <summary>The words of all segments in order; times never go back.</summary>
    public static List<PlacedWord> Place(UtteranceText text, TimeSpan duration)
    {
        var words = new List<PlacedWord>();
        var (letters, timed) = Letters(text.Words);
        var (read, reached) = (0, TimeSpan.Zero);
        for (var i = 0; i < text.Segments.Count; i++)
        {
            var segment = text.Segments[i];
            var tokens = segment.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            var spelled = Fold(string.Concat(tokens));
            var at = spelled.Length == 0 ? -1 : letters.IndexOf(spelled, read, StringComparison.Ordinal);
            var (start, end) = segment.End > segment.Start ? (segment.Start, segment.End) : (TimeSpan.Zero, duration);
            var (shared, total) = (0, tokens.Sum(static token => token.Length));
            foreach (var token in tokens)
            {
                var (first, last) = (start + (end - start) * shared / total, start + (end - start) * (shared + token.Length) / total);
                shared += token.Length;
                if (at >= 0)
                {
                    var length = Fold(token).Length;
                    // Punctuation alone has no time of its own.
                    (first, last) = length == 0 ? (reached, reached) : (text.Words[timed[at]].Start, text.Words[timed[at + length - 1]].End);
                    at += length;
                }

                first = Within(first, reached, duration);
                reached = Within(last, first, duration);
                words.Add(new PlacedWord(token, first, reached, i));
            }

            read = Math.Max(read, at);
        }

        return words;
    }

    /// <summary>Letters and digits in lower case.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character))
                folded.Append(char.ToLowerInvariant(character));
        }

        return folded.ToString();
    }

    /// <summary>The letters and digits of all words, and for each of them the index of its word.</summary>
    private static (string Letters, List<int> Words) Letters(IReadOnlyList<TimedWord> timed)
    {
        var (letters, words) = (new StringBuilder(), new List<int>());
        for (var i = 0; i < timed.Count; i++)
        {
            letters.Append(Fold(timed[i].Text));
            while (words.Count < letters.Length)
                words.Add(i);
        }

        return (letters.ToString(), words);
    }

    private static TimeSpan Within(TimeSpan time, TimeSpan from, TimeSpan to)
    {
        var least = from < to ? from : to;
        return time < least ? least : time > to ? to : time;
    }
}
