using Gateway.Media.Recognition;
using Gateway.Media.Recognition.Vocabularies;

namespace Gateway.Media.Text;

/// <summary>
/// Puts the phrases of a vocabulary where they were said. It works on the words of any engine, whether that was told of the vocabulary or not.
/// </summary>
internal static class PhraseMatcher
{
    /// <summary>What may stand behind a word in the text of an engine that punctuates.</summary>
    private const string Marks = ".,?!;:\u2026";

    /// <summary>
    /// The words, with one word in the phrase's spelling wherever consecutive ones are a spoken form of it; the longest form counts. Its
    /// cost is linear in the number of words.
    /// </summary>
    public static IReadOnlyList<HypothesisWord> Apply(IReadOnlyList<HypothesisWord> words, Vocabulary vocabulary)
    {
        if (vocabulary.Entries.Count == 0)
            return words;
        var written = new List<HypothesisWord>(words.Count);
        for (var i = 0; i < words.Count;)
        {
            var (phrase, count) = vocabulary.Tree.Longest(words, i);
            if (phrase is null)
            {
                written.Add(words[i++]);
                continue;
            }

            var last = words[i + count - 1];
            written.Add(new HypothesisWord(phrase + MarkBehind(last.Text, phrase), words[i].Start, last.End, IsWritten: true)
            {
                Spoken = [.. Enumerable.Range(i, count).Select(at => words[at].Text)],
            });
            i += count;
        }

        return written;
    }

    /// <summary>The punctuation of the engine, unless the phrase ends with a mark of its own. A full stop behind a letter is how dictionaries spell it.</summary>
    private static string MarkBehind(string word, string phrase)
    {
        var mark = word[word.AsSpan().TrimEnd(Marks).Length..];
        return Formatting.WrittenText.IsDictionaryForm(word) || Marks.Contains(phrase[^1], StringComparison.Ordinal) ? "" : mark;
    }
}
