namespace Gateway.Core;

/// <summary>How a media stream ended. Label of metrics and field of the log.</summary>
public enum StreamEnding
{
    /// <summary>Twilio sent <c>stop</c>: the call ended or the stream was stopped.</summary>
    Stopped,

    /// <summary>Twilio closed the socket without a <c>stop</c>.</summary>
    Closed,

    /// <summary>The connection broke without a close frame.</summary>
    Lost,

    /// <summary>No message for longer than <c>Calls:MediaIdle</c> (INF-12).</summary>
    Idle,

    /// <summary>The peer broke the protocol and was disconnected.</summary>
    Refused,

    /// <summary>This process is shutting down.</summary>
    Shutdown,
}
