using System.Net;

namespace Gateway.Simulator.Twilio;

/// <summary>The gateway did not open the WebSocket. Twilio would report error 31920, or one of 31901 to 31910 where there is no status.</summary>
internal sealed class UpgradeRefusedException(HttpStatusCode? status, Exception inner)
    : Exception(
        status is { } code
            ? $"The gateway answered the upgrade with {(int)code} instead of 101."
            : $"No media stream: {inner.GetBaseException().Message}",
        inner)
{
    /// <summary>The HTTP status; null if no HTTP answer came.</summary>
    public HttpStatusCode? Status { get; } = status;
}
