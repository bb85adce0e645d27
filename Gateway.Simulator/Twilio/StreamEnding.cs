using System.Net.WebSockets;

namespace Gateway.Simulator.Twilio;

/// <summary>How a stream's WebSocket ended.</summary>
/// <param name="Code">The gateway's close code; null if it sent no close frame.</param>
/// <param name="Reason">The text of the close frame, or what happened instead.</param>
/// <param name="Messages">Messages that the gateway sent: Twilio tolerates none on a one-way stream (error 31924).</param>
internal sealed record StreamEnding(WebSocketCloseStatus? Code, string Reason, int Messages)
{
    /// <summary>The ending in a few words.</summary>
    public override string ToString() => Code is { } code ? $"closed with {(int)code} {Reason}".TrimEnd() : Reason;
}
