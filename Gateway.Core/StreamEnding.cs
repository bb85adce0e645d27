namespace Gateway.Core;

/// <summary>How a media stream ended. Label of metrics and field of the log.</summary>
public enum StreamEnding
{
    /// <summary>The peer said that it was over: Twilio's <c>stop</c>, because the call ended or the stream was stopped, or <c>finishStream</c>.</summary>
    Stopped,

    /// <summary>The peer closed the socket without saying so before.</summary>
    Closed,

    /// <summary>The connection broke without a close frame.</summary>
    Lost,

    /// <summary>No message for longer than <c>Calls:MediaIdle</c> (INF-12).</summary>
    Idle,

    /// <summary>The peer broke the protocol and was disconnected.</summary>
    Refused,

    /// <summary>It went on for <c>Calls:MaxSpan</c> (direct streams only: api.md 7.7).</summary>
    TooLong,

    /// <summary>This process is shutting down.</summary>
    Shutdown,
}
