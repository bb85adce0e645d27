using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core;

/// <summary>
/// The name of one media stream. Twilio's are normally <c>MZ</c> and 32 hexadecimal digits, but bare UUIDs have been seen, so it is opaque:
/// 1 to 64 printable ASCII characters without blanks.
/// </summary>
public readonly record struct StreamSid
{
    /// <summary>The longest accepted name, in characters.</summary>
    public const int MaxLength = 64;

    private readonly string? _value;

    private StreamSid(string value) => _value = value;

    /// <summary>The name of a direct stream: that of its transcription.</summary>
    public static StreamSid Of(StreamId direct) => new(direct.ToString());

    /// <summary>Reads a Stream SID.</summary>
    /// <exception cref="FormatException">The text is empty, too long, or holds blanks, control or non-ASCII characters.</exception>
    public static StreamSid Parse(string s) =>
        TryParse(s, out var sid) ? sid : throw new FormatException("A Stream SID is 1 to 64 printable ASCII characters.");

    /// <summary>Reads a Stream SID, or says that the text is none. Never throws.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, out StreamSid result)
    {
        var valid = s is { Length: > 0 and <= MaxLength } && s.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0;
        result = valid ? new StreamSid(s!) : default;
        return valid;
    }

    /// <summary>The name as Twilio sent it; empty for <c>default</c>.</summary>
    public override string ToString() => _value ?? "";
}
