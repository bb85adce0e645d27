using System.Net.WebSockets;

namespace Gateway.Media.Twilio;

/// <summary>Which rule of Media Streams the peer broke. Each earns one close code.</summary>
public enum TwilioViolation
{
    /// <summary>A message of more than 64 KiB: 1009.</summary>
    MessageTooBig,

    /// <summary>A binary frame; Twilio sends text only: 1003.</summary>
    BinaryMessage,

    /// <summary>A text that is not one JSON object: 1007.</summary>
    NotJson,

    /// <summary>Audio before the <c>start</c> message: 1002.</summary>
    MediaBeforeStart,

    /// <summary>A second <c>start</c> on the same socket: 1002.</summary>
    SecondStart,

    /// <summary>A <c>start</c> message that lacks a Call SID or Stream SID, or carries an unusable one: 1002.</summary>
    InvalidStart,

    /// <summary>Audio in another format than mu-law, 8 000 Hz, one channel: 1003. Decoding it would give noise.</summary>
    UnsupportedMediaFormat,

    /// <summary>The token came in <c>customParameters</c> and was missing, wrong or expired: 1008.</summary>
    TokenRefused,
}

/// <summary>The peer does not speak Media Streams as documented. Ends the connection; caught once, at the endpoint.</summary>
public sealed class TwilioProtocolException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="violation">The broken rule.</param>
    /// <param name="message">What was wrong, at most 120 ASCII characters: it travels in the close frame. No content of the
    /// message.</param>
    public TwilioProtocolException(TwilioViolation violation, string message)
        : base(message) => Violation = violation;

    private TwilioProtocolException()
    {
    }

    private TwilioProtocolException(string message)
        : base(message)
    {
    }

    private TwilioProtocolException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The broken rule.</summary>
    public TwilioViolation Violation { get; }

    /// <summary>What the close frame says.</summary>
    public WebSocketCloseStatus CloseStatus => Violation switch
    {
        TwilioViolation.MessageTooBig => WebSocketCloseStatus.MessageTooBig,
        TwilioViolation.BinaryMessage or TwilioViolation.UnsupportedMediaFormat => WebSocketCloseStatus.InvalidMessageType,
        TwilioViolation.NotJson => WebSocketCloseStatus.InvalidPayloadData,
        TwilioViolation.TokenRefused => WebSocketCloseStatus.PolicyViolation,
        _ => WebSocketCloseStatus.ProtocolError,
    };
}
