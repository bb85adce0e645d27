using System.Net.Sockets;
using System.Security.Authentication;
using Gateway.Simulator.Twilio;
using StreamEnding = Gateway.Simulator.Twilio.StreamEnding;

namespace Gateway.Simulator.Cloud;

/// <summary>Which of Twilio's error codes a failure gets.</summary>
internal static class StreamErrors
{
    /// <summary>No answer in time.</summary>
    public const int Timeout = 31901;

    /// <summary>The TCP connection was cut.</summary>
    public const int BrokenPipe = 31903;

    /// <summary>The gateway closed the WebSocket.</summary>
    public const int Closed = 31921;

    /// <summary>The WebSocket protocol was violated; also seen when a proxy on the way failed.</summary>
    public const int Protocol = 31924;

    /// <summary>Audio was discarded because the gateway was slow; the stream goes on.</summary>
    public const int Overflow = 31930;

    /// <summary>Why a dial failed.</summary>
    public static int Of(UpgradeRefusedException refused)
    {
        if (refused.Status is not null)
            return 31920;
        for (Exception? inner = refused; inner is not null; inner = inner.InnerException)
            switch (inner)
            {
                case AuthenticationException:
                    return 31910;
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return 31902;
                case SocketException { SocketErrorCode: SocketError.TimedOut }:
                    return Timeout;
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.HostUnreachable or SocketError.NetworkUnreachable }:
                    return 31904;
            }
        return BrokenPipe;
    }

    /// <summary>Why a stream that had begun was lost.</summary>
    public static int Of(StreamEnding ending) => ending.Code is null ? BrokenPipe : Closed;
}
