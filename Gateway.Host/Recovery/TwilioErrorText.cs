namespace Gateway.Host.Recovery;

/// <summary>
/// Twilio's error messages quote what they were sent, and that holds tokens and telephone numbers. What is kept of a message must not.
/// </summary>
internal static class TwilioErrorText
{
    private const string Mask = "***";

    /// <summary>The longest message kept, in characters.</summary>
    private const int MaxLength = 200;

    /// <summary>Longer words are URLs, identifiers or tokens: English has none.</summary>
    private const int LongestWord = 20;

    /// <summary>More digits are a telephone or card number; Twilio's error codes have five.</summary>
    private const int MostDigits = 5;

    /// <summary>Values shorter than this would blot out ordinary words; they are found as words.</summary>
    private const int ShortestPiece = 4;

    /// <summary>The message in one line, without anything that was sent, in any encoding, and without what has the look of it.</summary>
    /// <param name="message">What Twilio said, or null.</param>
    /// <param name="confidential">The values that were sent.</param>
    public static string? Clean(string? message, IEnumerable<string> confidential)
    {
        if (message is null)
            return null;
        var secrets = confidential.Where(value => value.Length > 0).SelectMany(value => new[] { value, Uri.EscapeDataString(value) })
            .Distinct().OrderByDescending(value => value.Length).ToList();
        foreach (var secret in secrets.Where(secret => secret.Length >= ShortestPiece))
            message = message.Replace(secret, Mask, StringComparison.OrdinalIgnoreCase);
        var words = message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => IsConfidential(word, secrets) ? Mask : word);
        var text = string.Concat(string.Join(' ', words).Where(character => !char.IsControl(character)));
        return text.Length <= MaxLength ? text : text[..MaxLength];
    }

    private static bool IsConfidential(string word, List<string> secrets) =>
        word.Length > LongestWord || word.Count(char.IsDigit) > MostDigits
        || secrets.Exists(secret => word.AsSpan().Trim("'\"().,:;").Equals(secret, StringComparison.OrdinalIgnoreCase));
}
