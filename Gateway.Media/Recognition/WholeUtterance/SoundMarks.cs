namespace Gateway.Media.Recognition.WholeUtterance;

/// <summary>
/// Names of sounds as subtitles have them: "[BLANK_AUDIO]", "*sighs*", "(soft music)". What is in round brackets may also be said; it is a mark when it is one word or all that the segment
/// has. What has a number in it was said.
/// </summary>
internal static class SoundMarks
{
    private const int MaxWords = 6;
    private const string Marks = ".,?!;:\u2026-";

    /// <summary>Where they are, the last one first.</summary>
    public static IReadOnlyList<Range> In(List<PlacedWord> words)
    {
        var found = new List<Range>();
        for (var i = 0; i < words.Count; i++)
        {
            if (EndOf(words, i) is not { } end)
                continue;
            found.Insert(0, i..end);
            i = end - 1;
        }

        return found;
    }

    /// <summary>The word behind the mark that begins with a word; null when none does.</summary>
    private static int? EndOf(List<PlacedWord> words, int first)
    {
        var closing = words[first].Text[0] switch { '[' => ']', '(' => ')', '*' => '*', _ => '\0' };
        for (var i = first; closing != '\0' && i < words.Count && i < first + MaxWords && words[i].Segment == words[first].Segment; i++)
        {
            var text = words[i].Text.AsSpan().TrimEnd(Marks);
            if (text.Length == 0 || text[^1] != closing || (i == first && text.Length == 1))
                continue;
            var inside = string.Join(' ', words.Skip(first).Take(i + 1 - first).Select(static word => word.Text));
            var certain = closing != ')' || i == first || IsSegment(words, first, i);
            return certain && inside.Any(char.IsLetter) && !InventedText.HasNumber(inside) ? i + 1 : null;
        }

        return null;
    }

    private static bool IsSegment(List<PlacedWord> words, int first, int last) =>
        (first == 0 || words[first - 1].Segment != words[first].Segment) && (last + 1 == words.Count || words[last + 1].Segment != words[last].Segment);
}
