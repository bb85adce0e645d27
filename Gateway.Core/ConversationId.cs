using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Gateway.Core;

/// <summary>
/// The customer's name of a conversation: the <c>externalConversationId</c> of a transcript, the <c>externalId</c> of the after-call reading (api.md 4.1, 5).
/// For a call it is the <see cref="CallSid"/>; whoever sends audio directly chooses it (api.md 7.1). 1 to 1 000 characters, not only blanks, and
/// none that a log or a terminal would obey: no control characters, no line separators, no marks that turn the text around.
/// Compared as written.
/// </summary>
public readonly record struct ConversationId
{
    /// <summary>The longest, in characters.</summary>
    public const int MaxLength = 1000;

    private readonly string? _value;

    private ConversationId(string value) => _value = value;

    /// <summary>The conversation that is held in a call.</summary>
    public static implicit operator ConversationId(CallSid call) => new(call.ToString());

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">The text is empty, too long, no proper Unicode, or holds control characters.</exception>
    public static ConversationId Parse(string s) =>
        TryParse(s, out var id) ? id : throw new FormatException($"A conversation's id is 1 to {MaxLength} characters, not only blanks, and without control characters.");

    /// <summary>Reads an id, or says that the text is none. Never throws.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, out ConversationId result)
    {
        var valid = s is { Length: <= MaxLength } && !string.IsNullOrWhiteSpace(s) && s.All(IsHarmless) && IsUnicode(s);
        result = valid ? new ConversationId(s!) : default;
        return valid;
    }

    /// <summary>The text; empty for <c>default</c>.</summary>
    public override string ToString() => _value ?? "";

    private static bool IsHarmless(char character) => char.GetUnicodeCategory(character) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        // Joiners belong to some scripts, and to composed emoji.
        UnicodeCategory.Format => character is '\u200C' or '\u200D',
        _ => true,
    };

    /// <summary>Half of a surrogate pair could not be stored, sent, and compared with what comes back.</summary>
    private static bool IsUnicode(string s)
    {
        for (var i = 0; i < s.Length; i++)
        {
            if (!char.IsSurrogate(s[i]))
                continue;
            if (i + 1 == s.Length || !char.IsSurrogatePair(s[i], s[i + 1]))
                return false;
            i++;
        }

        return true;
    }
}
