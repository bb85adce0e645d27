using System.Text;
using Gateway.Core;
using Gateway.Media.Recognition;

namespace Gateway.Media.Text;

/// <summary>
/// Turns recognised words into a written sentence (api.md 8.1): a capital letter at the start, "I" in capitals, one mark at the end.
/// </summary>
internal static class Sentence
{
    private static readonly HashSet<string> QuestionOpeners = new(StringComparer.Ordinal)
    {
        "who", "what", "when", "where", "why", "which", "whose", "how", "what's", "who's", "where's", "how's",
        "is", "are", "am", "was", "were", "do", "does", "did", "can", "could", "will", "would", "shall", "should", "may", "have", "has",
        "isn't", "aren't", "don't", "doesn't", "didn't", "can't", "couldn't", "won't", "wouldn't",
    };

    /// <summary>Writes the words; empty when there are none. Times stay as they are.</summary>
    public static IReadOnlyList<Word> Write(IReadOnlyList<HypothesisWord> words)
    {
        var sentence = new Word[words.Count];
        for (var i = 0; i < sentence.Length; i++)
        {
            var text = words[i].Text;
            if (i == 0 || text == "i" || text.StartsWith("i'", StringComparison.Ordinal))
                text = Capitalise(text);
            var mark = i < sentence.Length - 1 ? null : QuestionOpeners.Contains(words[0].Text) ? "?" : ".";
            sentence[i] = new Word(text, words[i].Start, words[i].End, mark);
        }

        return sentence;
    }

    /// <summary>The words as one text.</summary>
    public static string Join(IReadOnlyList<Word> words)
    {
        var text = new StringBuilder();
        foreach (var word in words)
        {
            if (text.Length > 0)
                text.Append(' ');
            text.Append(word.Text).Append(word.PunctuationAfter);
        }

        return text.ToString();
    }

    private static string Capitalise(string word) => string.Concat(char.ToUpperInvariant(word[0]).ToString(), word.AsSpan(1));
}
