using System.Text;

namespace Gateway.Media.Recognition.Vocabularies;

/// <summary>One way in which a phrase may be said.</summary>
/// <param name="Phrase">As it is wanted in the transcript.</param>
/// <param name="Words">The words, in lower case; single letters are read by their names. At least one.</param>
internal sealed record SpokenForm(string Phrase, IReadOnlyList<string> Words)
{
    /// <summary>The number of words only.</summary>
    public override string ToString() => $"SpokenForm {{ {Words.Count} words }}";

    /// <summary>
    /// The word as it is compared: in lower case, without accents, full stops and marks at its end, so that "p." is "p" and "José," is "jose".
    /// </summary>
    public static string Fold(string word)
    {
        var folded = new StringBuilder(word.Length);
        foreach (var character in Accents.Remove(word))
        {
            if (char.IsLetterOrDigit(character))
                folded.Append(character);
            else if (character is '\'' or '\u2019')
                folded.Append('\'');
        }

        return folded.ToString();
    }
}
