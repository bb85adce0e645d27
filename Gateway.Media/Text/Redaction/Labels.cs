namespace Gateway.Media.Text.Redaction;

/// <summary>What an utterance names, and where: found once, looked up by token.</summary>
internal sealed class Labels
{
    /// <summary>How many words may stand between a label and a number that it certainly is for: "order number, it's uh".</summary>
    private const int Reach = 6;

    private readonly List<Label> _all = [];

    /// <summary>For each token, how many labels end before it.</summary>
    private readonly int[] _endedBefore;

    /// <summary>For each label, the last sensitive one up to it; -1 when there is none.</summary>
    private readonly int[] _sensitive;

    /// <summary>For each topic, the token at which it is first named.</summary>
    private readonly int[] _first = new int[(int)Topic.Place + 1];

    public Labels(string text, Token[] tokens)
    {
        Array.Fill(_first, int.MaxValue);
        Find(text, tokens);
        if (_all.Count == 0)
        {
            (_endedBefore, _sensitive) = ([], []);
            return;
        }

        _endedBefore = new int[tokens.Length + 1];
        foreach (var label in _all)
            _endedBefore[label.Last + 1]++;
        for (var i = 1; i <= tokens.Length; i++)
            _endedBefore[i] += _endedBefore[i - 1];
        _sensitive = new int[_all.Count];
        for (var i = 0; i < _all.Count; i++)
            _sensitive[i] = _all[i].Topic.IsSensitive() ? i : i > 0 ? _sensitive[i - 1] : -1;
    }

    public IReadOnlyList<Label> All => _all;

    /// <summary>The label nearest before a token, as an index into <see cref="All"/>; -1 when there is none.</summary>
    public int Before(int token) => _all.Count == 0 ? -1 : _endedBefore[token] - 1;

    /// <summary>The sensitive label nearest before a token; -1 when there is none.</summary>
    public int SensitiveBefore(int token) => Before(token) is >= 0 and var before ? _sensitive[before] : -1;

    /// <summary>Whether a label stands between two tokens, or overlaps what stands there.</summary>
    public bool AnyBetween(int after, int before) => _all.Count > 0 && Before(after + 1) + 1 is var next && next < _all.Count && _all[next].First < before;

    /// <summary>Whether a topic is named before a token.</summary>
    public bool IsNamedBefore(Topic topic, int token) => _first[(int)topic] < token;

    private void Find(string text, Token[] tokens)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            if (!tokens[i].Has(WordTraits.Label))
                continue;
            foreach (var (words, topic) in LabelPhrases.BeginningWith(Stem(text, tokens[i])))
            {
                if (!Matches(text, tokens, i, words) || !IsMeant(text, tokens, i, topic))
                    continue;
                _first[(int)topic] = Math.Min(_first[(int)topic], i);
                _all.Add(new Label(topic, i, i + words.Length - 1));
                i += words.Length - 1;
                break;
            }
        }
    }

    /// <summary>Whether only words that lead from a name to its number stand between the two.</summary>
    public static bool Leads(Token[] tokens, int after, int before)
    {
        if (before - after - 1 > Reach)
            return false;
        for (var i = after + 1; i < before; i++)
        {
            if (!tokens[i].Has(WordTraits.Linking | WordTraits.Filler | WordTraits.Correction))
                return false;
        }

        return true;
    }

    /// <summary>"4711 is my PIN": a verb and little else stands between the number and its name.</summary>
    public static bool LeadsBack(Token[] tokens, int after, int before) =>
        before - after <= 5 && before - after > 1 && tokens[after + 1].Has(WordTraits.Verb) && Leads(tokens, after, before);

    private static bool Matches(string text, Token[] tokens, int index, string[] words)
    {
        if (index + words.Length > tokens.Length)
            return false;
        for (var i = 1; i < words.Length; i++)
        {
            if (!Stem(text, tokens[index + i]).Equals(words[i], StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return true;
    }

    private static ReadOnlySpan<char> Stem(string text, Token token)
    {
        var word = token.In(text).Trim('\'');
        return word.EndsWith("'s", StringComparison.OrdinalIgnoreCase) ? word[..^2] : word;
    }

    /// <summary>"Social media" is no number, an offer that expires no card.</summary>
    private static bool IsMeant(string text, Token[] tokens, int index, Topic topic)
    {
        var word = tokens[index].In(text);
        var next = index + 1 < tokens.Length ? tokens[index + 1].In(text) : default;
        if (topic == Topic.Ssn && word.Equals("social", StringComparison.OrdinalIgnoreCase))
            return next is not ("media" or "network" or "networks" or "worker" or "distancing" or "event" or "life" or "club");
        if (topic == Topic.Expiry && word.StartsWith("expir", StringComparison.OrdinalIgnoreCase) && index > 0 && word[^1] is 'e' or 'd' or 's')
        {
            var before = tokens[index - 1].In(text);
            return before is "it" or "card" or "that" or "and" or "which" or "visa" or "mastercard" or "Visa" or "Mastercard" or "amex" or "it'll" or "does" or "uh" or "um" or "code" or "it's" or "one"
                || tokens[index - 1].IsNumber;
        }

        return true;
    }
}
