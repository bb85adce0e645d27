using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Gateway.Core;

namespace Gateway.Webhook.Connection;

/// <summary>Tells what went wrong with a connection, without the URL: its query may hold a secret.</summary>
internal static class ConnectionProblem
{
    /// <summary>The reason that the ledger has for it.</summary>
    public static LossReason ReasonOf(Exception failure) =>
        // A peer that does not like our certificate says so after the handshake (TLS 1.3): by then it is an error of reading, with an alert
        // inside.
        Innermost<AuthenticationException>(failure) is not null || Innermost<CryptographicException>(failure) is not null || failure is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
            ? LossReason.Tls
            : LossReason.Connect;

    /// <summary>One clause for the log and the ledger.</summary>
    public static string Describe(Exception failure) =>
        Innermost<AddressRefusedException>(failure) is { } refused ? refused.Message
        : Innermost<CryptographicException>(failure) is { } alert ? alert.Message
        : Innermost<AuthenticationException>(failure) is { } untrusted ? untrusted.Message
        : Innermost<SocketException>(failure) is { } socket ? $"{socket.Message} ({socket.SocketErrorCode})"
        : Innermost<HttpIOException>(failure) is { } broken ? broken.Message
        : failure is HttpRequestException http ? http.HttpRequestError.ToString()
        : failure.GetType().Name;

    private static T? Innermost<T>(Exception failure)
        where T : Exception
    {
        T? found = null;
        for (var current = failure; current is not null; current = current.InnerException)
            found = current as T ?? found;
        return found;
    }
}
