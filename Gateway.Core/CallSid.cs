using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core;

/// <summary>
/// Twilio's name of one call leg: <c>CA</c> and 32 hexadecimal digits. It is the <c>guid</c> of the control API (api.md 3.2)
/// and the <c>externalConversationId</c> of a transcript. Compared as written: upper and lower case are different calls.
/// </summary>
public readonly record struct CallSid : IParsable<CallSid>
{
    private readonly string? _value;

    private CallSid(string value) => _value = value;

    /// <summary>Reads a Call SID.</summary>
    /// <exception cref="FormatException">The text is not <c>CA</c> and 32 hexadecimal digits.</exception>
    public static CallSid Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var sid) ? sid : throw new FormatException("A Call SID is 'CA' followed by 32 hexadecimal digits.");

    /// <inheritdoc cref="TryParse(string?, IFormatProvider?, out CallSid)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, out CallSid result) => TryParse(s, null, out result);

    /// <summary>Reads a Call SID, or says that the text is none. Never throws.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CallSid result)
    {
        var valid = s is { Length: 34 } && s.StartsWith("CA", StringComparison.Ordinal) && s.AsSpan(2).IndexOfAnyExcept(Hexadecimal.Digits) < 0;
        result = valid ? new CallSid(s!) : default;
        return valid;
    }

    /// <summary>The 34 characters; empty for <c>default</c>.</summary>
    public override string ToString() => _value ?? "";
}
