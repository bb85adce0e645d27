using Gateway.Core;

namespace Gateway.Host.Recovery;

/// <summary>What a status callback tells (Twilio, Stream status callbacks).</summary>
internal enum StreamEventKind
{
    /// <summary>The stream runs.</summary>
    Started,

    /// <summary>The stream has ended.</summary>
    Stopped,

    /// <summary>Something is wrong; the stream may have ended or not.</summary>
    Error,
}

/// <summary>One status callback whose signature was right.</summary>
/// <param name="Call">The call.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Code">Twilio's error code, such as 31924; null when there is none.</param>
internal sealed record StreamEvent(CallSid Call, StreamSid Stream, StreamEventKind Kind, int? Code)
{
    /// <summary>Reads the parameters of a callback; null when they are none of a stream's.</summary>
    public static StreamEvent? Read(IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        StreamEventKind? kind = Value("StreamEvent") switch
        {
            "stream-started" => StreamEventKind.Started,
            "stream-stopped" => StreamEventKind.Stopped,
            "stream-error" => StreamEventKind.Error,
            _ => null,
        };
        return kind is { } known && CallSid.TryParse(Value("CallSid"), out var call) && StreamSid.TryParse(Value("StreamSid"), out var stream)
            ? new StreamEvent(call, stream, known, CodeIn(Value("StreamErrorCode")) ?? CodeIn(Value("StreamError")))
            : null;

        string? Value(string name) => parameters.FirstOrDefault(parameter => parameter.Key == name).Value;
    }

    /// <summary>The code has a parameter of its own, which is not documented; the text ends in it.</summary>
    private static int? CodeIn(string? text)
    {
        var start = text is null ? -1 : text.LastIndexOfAny([' ', ':']) + 1;
        return text is not null && int.TryParse(text.AsSpan(start), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var code) ? code : null;
    }
}
