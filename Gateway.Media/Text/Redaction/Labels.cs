namespace Gateway.Media.Text.Redaction;

/// <summary>Finds what an utterance names, and which number a name is for.</summary>
internal static class Labels
{
    /// <summary>How many words may stand between a label and a number that it certainly is for: "order number, it's uh".</summary>
    private const int Reach = 6;

    public static List<Label> Find(string text, Token[] tokens)
    {
        var labels = new List<Label>();
        for (var i = 0; i < tokens.Length; i++)
        {
            if (!tokens[i].Has(WordTraits.Label))
                continue;
            foreach (var (words, topic) in LabelPhrases.BeginningWith(Stem(text, tokens[i])))
            {
                if (!Matches(text, tokens, i, words) || !IsMeant(text, tokens, i, topic))
                    continue;
                labels.Add(new Label(topic, i, i + words.Length - 1));
                i += words.Length - 1;
                break;
            }
        }

        return labels;
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

    public static bool IsSensitive(this Topic topic) => topic is >= Topic.Card and <= Topic.Password;

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
