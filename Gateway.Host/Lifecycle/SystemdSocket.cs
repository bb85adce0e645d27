using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Host.Lifecycle;

/// <summary>
/// Where a service tells systemd how it is: datagrams of lines to the socket that <c>NOTIFY_SOCKET</c> names (sd_notify(3)). Without that variable nothing is sent.
/// Never throws: a gateway that cannot tell goes on. Safe for concurrent use.
/// </summary>
internal sealed partial class SystemdSocket : IDisposable
{
    private const int SendTimeoutMilliseconds = 1000;

    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _address;
    private readonly ILogger<SystemdSocket> _logger;
    private int _failureTold;

    /// <param name="address">A path, or <c>@</c> and the name of an abstract socket; null or empty: nobody listens.</param>
    /// <param name="logger">Told, once, when nothing can be sent.</param>
    public SystemdSocket(string? address, ILogger<SystemdSocket> logger)
    {
        _logger = logger;
        if (string.IsNullOrEmpty(address))
            return;
        // The kernel writes the names of abstract sockets with a zero where everybody else writes @.
        _address = new UnixDomainSocketEndPoint(address[0] == '@' ? $"\0{address[1..]}" : address);
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { SendTimeout = SendTimeoutMilliseconds };
    }

    /// <summary>Whether there is anybody to tell.</summary>
    public bool IsThere => _socket is not null;

    /// <summary>How often systemd wants to hear that this process is alive (sd_watchdog_enabled(3)); null when it does not.</summary>
    public static TimeSpan? WatchdogInterval()
    {
        // Children inherit the variables; they are meant for the process that they name.
        var meant = Environment.GetEnvironmentVariable("WATCHDOG_PID") is not { Length: > 0 } pid || pid == Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return meant && long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), out var microseconds) && microseconds >= 2000
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
    }

    /// <summary>The kernel's <c>CLOCK_MONOTONIC</c> in microseconds, as <c>MONOTONIC_USEC</c> wants it. The runtime's timestamps are taken from that clock.</summary>
    public static long MonotonicMicroseconds() => (long)(Stopwatch.GetTimestamp() * (1e6 / Stopwatch.Frequency));

    /// <summary>Sends one datagram.</summary>
    /// <param name="lines">Assignments, such as <c>READY=1</c>.</param>
    public void Send(params string[] lines)
    {
        if (_socket is null)
            return;
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(line => line.ReplaceLineEndings(" ")))), _address!);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            if (Interlocked.Exchange(ref _failureTold, 1) == 0)
                Log.Unheard(_logger, failure.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    private static partial class Log
    {
        [LoggerMessage(4511, LogLevel.Warning, "systemd cannot be told how the gateway is (NOTIFY_SOCKET): {Problem}. This is said once.")]
        public static partial void Unheard(ILogger logger, string problem);
    }
}
