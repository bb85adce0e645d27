using System.Text;

namespace Gateway.Tests.Text;

/// <summary>
/// How a sentence of the corpus should be written, and what in it is secret. <c>[ENTITY|words]</c> must be masked as the product is
/// delivered; <c>[-ENTITY|words]</c> only when somebody has switched that entity on. Everything else must stay readable.
/// </summary>
internal sealed record LabelledText(string Text, IReadOnlyList<LabelledWord> Words)
{
    /// <summary>The names of the API (api.md 8.3).</summary>
    public static IReadOnlyList<string> OnByDefault { get; } = ["CREDIT_CARD_NUMBER", "CVV", "SSN", "PIN", "PASSWORD"];

    /// <inheritdoc cref="OnByDefault"/>
    public static IReadOnlyList<string> OffByDefault { get; } = ["EMAIL", "PHONE_NUMBER", "DOB", "PROFANITY"];

    /// <exception cref="FormatException">The marks are not as the summary has them, or one does not hold whole words.</exception>
    public static LabelledText Parse(string marked)
    {
        var text = new StringBuilder();
        var labels = new List<string?>();
        for (var i = 0; i < marked.Length; i++)
        {
            if (marked[i] is ']' or '|')
                throw new FormatException($"A bracket is not open: {marked}");
            if (marked[i] != '[')
            {
                text.Append(marked[i]);
                labels.Add(null);
                continue;
            }

            var (bar, end) = (marked.IndexOf('|', i), marked.IndexOf(']', i));
            if (bar < 0 || end < bar + 2 || marked.AsSpan(i + 1, end - i - 1).Contains('['))
                throw new FormatException($"A bracket is not well-formed: {marked}");
            var entity = marked[(i + 1)..bar];
            if (!OnByDefault.Contains(entity) && !(entity[0] == '-' && OffByDefault.Contains(entity[1..])))
                throw new FormatException($"{entity} is no entity: {marked}");
            text.Append(marked, bar + 1, end - bar - 1);
            labels.AddRange(Enumerable.Repeat<string?>(entity.TrimStart('-'), end - bar - 1));
            i = end;
        }

        return new LabelledText(text.ToString(), [.. Split(text.ToString(), labels, marked)]);
    }

    private static IEnumerable<LabelledWord> Split(string text, List<string?> labels, string marked)
    {
        var start = 0;
        foreach (var word in text.Split(' '))
        {
            var bare = WrittenWord.Bare(word);
            if (bare.Length == 0)
                throw new FormatException($"There is a word without letters and digits: {marked}");
            var within = labels.Slice(start + word.IndexOf(bare, StringComparison.OrdinalIgnoreCase), bare.Length);
            if (within.Any(label => label != within[0]))
                throw new FormatException($"'{word}' is marked in part: {marked}");
            yield return new LabelledWord(word, within[0]);
            start += word.Length + 1;
        }
    }
}

/// <summary>One word with its punctuation.</summary>
/// <param name="Text">The word as it should be written.</param>
/// <param name="Entity">What it is a part of; null for a word that must stay readable.</param>
internal readonly record struct LabelledWord(string Text, string? Entity);

/// <summary>What counts when words are compared.</summary>
internal static class WrittenWord
{
    /// <summary>Without the marks of a sentence around it, and in small letters.</summary>
    public static string Bare(string word) => word.TrimStart('¿', '¡').TrimEnd('.', ',', '?', '!').ToLowerInvariant();

    public static bool AreSame(IEnumerable<string> written, IEnumerable<string> expected) => written.Select(Bare).SequenceEqual(expected.Select(Bare), StringComparer.Ordinal);
}
