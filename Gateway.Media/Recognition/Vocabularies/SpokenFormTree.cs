using Gateway.Media.Text.Formatting;

namespace Gateway.Media.Recognition.Vocabularies;

/// <summary>The spoken forms of a vocabulary, word by word: finding the longest that begins at a word takes no longer than reading it.</summary>
internal sealed class SpokenFormTree
{
    private readonly Node _root = new();

    /// <param name="forms">When two phrases sound the same, the first one counts.</param>
    public SpokenFormTree(IReadOnlyList<SpokenForm> forms)
    {
        foreach (var form in forms)
        {
            var node = _root;
            foreach (var word in form.Words)
                node = node.Grow(SpokenForm.Fold(word));
            node.Phrase ??= form.Phrase;
        }
    }

    /// <summary>Finds the longest form that begins with a word.</summary>
    /// <param name="words">What was recognised. A word that is written already belongs to no form.</param>
    /// <param name="first">Where to look.</param>
    /// <returns>The phrase, or null when none begins there, and how many words were said for it.</returns>
    public (string? Phrase, int Count) Longest(IReadOnlyList<HypothesisWord> words, int first)
    {
        (string? Phrase, int Count) longest = (null, 0);
        var node = _root;
        for (var i = first; i < words.Count && !words[i].IsWritten; i++)
        {
            // "x-ray" is said as two words.
            foreach (var part in words[i].Text.Split('-', StringSplitOptions.RemoveEmptyEntries))
                node = node?.After(SpokenForm.Fold(part));
            if (node is null)
                break;
            if (node.Phrase is not null)
                longest = (node.Phrase, i - first + 1);
            // Behind a mark something else begins. The full stop of "p." is none.
            if (words[i].Text is [.., ',' or ';' or ':' or '?' or '!' or '.'] && !WrittenText.IsDictionaryForm(words[i].Text))
                break;
        }

        return longest;
    }

    private sealed class Node
    {
        private Dictionary<string, Node>? _next;

        /// <summary>The phrase that is said when a form ends here, or null.</summary>
        public string? Phrase { get; set; }

        public Node? After(string word) => _next?.GetValueOrDefault(word);

        public Node Grow(string word)
        {
            _next ??= new Dictionary<string, Node>(StringComparer.Ordinal);
            if (!_next.TryGetValue(word, out var node))
                _next[word] = node = new Node();
            return node;
        }
    }
}
