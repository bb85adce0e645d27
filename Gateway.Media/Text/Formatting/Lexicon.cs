using System.Collections.Frozen;

namespace Gateway.Media.Text.Formatting;

/// <summary>The words of one language that formatting knows.</summary>
internal sealed class Lexicon
{
    private readonly Dictionary<string, Lexeme> _building = new(StringComparer.Ordinal);
    private FrozenDictionary<string, Lexeme>? _words;

    /// <summary>Names of several words: what follows the first word, by the first word.</summary>
    private readonly Dictionary<string, List<string[]>> _names = new(StringComparer.Ordinal);

    /// <summary>The lexicon of a language, or null when nothing is known of it.</summary>
    /// <param name="language">IETF tag; case does not matter.</param>
    public static Lexicon? Of(string language) =>
        language.Equals("en-US", StringComparison.OrdinalIgnoreCase) ? EnglishWords.Lexicon
        : language.Equals("es-US", StringComparison.OrdinalIgnoreCase) ? SpanishWords.Lexicon
        : null;

    /// <summary>Whether the rules that only English has apply: times, letters, addresses, ordinals.</summary>
    public bool IsEnglish { get; init; }

    public Lexeme this[string word] => (_words ??= _building.ToFrozenDictionary(StringComparer.Ordinal)).GetValueOrDefault(word, Lexeme.Unknown);

    /// <summary>The names of several words that begin with a word, without it; "of" and the like stay in lower case.</summary>
    public IReadOnlyList<string[]> NamesAfter(string first) => _names.GetValueOrDefault(first, []);

    /// <summary>Adds words that count up by one.</summary>
    public Lexicon Count(NumberPart part, long from, string words, long step = 1)
    {
        foreach (var word in words.Split(' '))
        {
            // Spellings of the same number are separated by a stroke.
            foreach (var spelling in word.Split('/'))
                Put(spelling, lexeme => lexeme with { Part = part, Value = from });
            from += step;
        }

        return this;
    }

    /// <summary>Adds a role to words.</summary>
    public Lexicon Give(Roles role, string words)
    {
        foreach (var word in words.Split(' '))
            Put(word, lexeme => lexeme with { Roles = lexeme.Roles | role });
        return this;
    }

    /// <summary>Adds a role to words that are written in a way of their own.</summary>
    public Lexicon Give(Roles role, string words, string name)
    {
        foreach (var word in words.Split(' '))
            Put(word, lexeme => lexeme with { Roles = lexeme.Roles | role, Name = name });
        return this;
    }

    /// <summary>Adds proper names, written as given and spoken in lower case. Words of one name are joined by "_".</summary>
    public Lexicon Name(Roles role, string names)
    {
        foreach (var name in names.Split(' '))
        {
            var parts = name.Split('_');
            var spoken = parts[0].ToLowerInvariant();
            if (parts.Length == 1)
            {
                Put(spoken, lexeme => lexeme with { Roles = lexeme.Roles | role, Name = name });
                continue;
            }

            Give(Roles.NameStart, spoken);
            if (!_names.TryGetValue(spoken, out var rest))
                _names[spoken] = rest = [];
            rest.Add(parts[1..]);
        }

        return this;
    }

    private void Put(string word, Func<Lexeme, Lexeme> change) => _building[word] = change(_building.GetValueOrDefault(word, Lexeme.Unknown));
}
