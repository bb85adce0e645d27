using System.Net.WebSockets;
using Gateway.Core;

namespace Gateway.Media.Direct;

/// <summary>How a direct stream ended, and what the client is told (api.md 7.7, INF-52).</summary>
/// <param name="Ending">For the record.</param>
/// <param name="Code">The status of <c>finalResponse</c>; null when there is nobody to tell, or nothing but a close code to be told.</param>
/// <param name="Reason">For people, in the final response and in the log; never what was said.</param>
/// <param name="Close">The close code.</param>
public sealed record DirectEnd(StreamEnding Ending, StatusCode? Code, string Reason, WebSocketCloseStatus Close)
{
    /// <summary><c>finishStream</c> came.</summary>
    public static DirectEnd Finished { get; } = new(StreamEnding.Stopped, StatusCode.Ok, "OK", WebSocketCloseStatus.NormalClosure);

    /// <summary>The client closed without <c>finishStream</c>.</summary>
    public static DirectEnd Closed { get; } = new(StreamEnding.Closed, null, "the client closed without finishStream", WebSocketCloseStatus.NormalClosure);

    /// <summary>The connection broke.</summary>
    public static DirectEnd Lost { get; } = new(StreamEnding.Lost, null, "the connection broke", WebSocketCloseStatus.Empty);

    /// <summary>The client does not read what it is sent.</summary>
    public static DirectEnd Unread { get; } = new(StreamEnding.Lost, null, "the client does not read what it is sent", WebSocketCloseStatus.Empty);

    /// <summary>No data for too long.</summary>
    public static DirectEnd Idle { get; } = new(StreamEnding.Idle, StatusCode.IdleTimeout, "No data came for too long (Gateway:Calls:MediaIdle)", WebSocketCloseStatus.NormalClosure);

    /// <summary>It went on for too long.</summary>
    public static DirectEnd TooLong { get; } = new(StreamEnding.TooLong, StatusCode.DurationLimit, "The stream lasted too long (Gateway:Calls:MaxSpan)", WebSocketCloseStatus.NormalClosure);

    /// <summary>The process ends.</summary>
    public static DirectEnd Shutdown { get; } = new(StreamEnding.Shutdown, StatusCode.ShuttingDown, "The gateway is shutting down", WebSocketCloseStatus.EndpointUnavailable);

    /// <summary>A fault of the gateway.</summary>
    public static DirectEnd Fault { get; } = new(StreamEnding.Lost, StatusCode.InternalError, "Internal service error", WebSocketCloseStatus.InternalServerError);

    /// <summary>A message of more than 1 MiB (INF-51).</summary>
    public static DirectEnd TooBig { get; } = new(StreamEnding.Refused, null, "message of more than 1048576 bytes", WebSocketCloseStatus.MessageTooBig);

    /// <summary>What the client asked for cannot be done, or it broke the order of messages.</summary>
    public static DirectEnd Refused(StatusCode code, string reason) => new(StreamEnding.Refused, code, reason, WebSocketCloseStatus.NormalClosure);
}
