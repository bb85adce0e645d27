using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Gateway.Webhook.Authentication;
using Microsoft.Extensions.Logging;

namespace Gateway.Webhook.Connection;

/// <summary>
/// HTTPS requests to one peer: guarded addresses, our own trust and certificate, kept connections, no redirects, no cookies, no proxy. When
/// a certificate file changes, new requests use new connections; requests under way finish on the old ones. Safe for concurrent use.
/// </summary>
internal sealed partial class HttpsChannel : IDisposable
{
    /// <summary>The files are looked at this often, at most.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly TlsOptions _tls;
    private readonly bool _allowPrivate;
    private readonly int _connections;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private Generation _current;
    private string _fingerprint;
    private long _lookedAt;

    /// <summary>Why the files as they are cannot be used; null when they are in use.</summary>
    private string? _problem;

    /// <param name="tls">Trust and certificate.</param>
    /// <param name="allowPrivate">Whether private addresses may be connected to.</param>
    /// <param name="connections">How many connections may be open at the same time.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told when changed certificates cannot be used.</param>
    /// <exception cref="TlsMaterialException">The certificate files cannot be used.</exception>
    public HttpsChannel(TlsOptions tls, bool allowPrivate, int connections, TimeProvider time, ILogger logger)
    {
        _tls = tls;
        _allowPrivate = allowPrivate;
        _connections = connections;
        _time = time;
        _logger = logger;
        _fingerprint = Fingerprint();
        _lookedAt = time.GetTimestamp();
        _current = new Generation(CreateInvoker(TlsMaterial.Load(tls)));
    }

    /// <summary>Sends a request and hands the answer, whose body has not been read, to <paramref name="read"/>.</summary>
    public async Task<T> SendAsync<T>(HttpRequestMessage request, Func<HttpResponseMessage, Task<T>> read, CancellationToken cancellationToken)
    {
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        var generation = Enter();
        try
        {
            using var response = await generation.Invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return await read(response).ConfigureAwait(false);
        }
        finally
        {
            Leave(generation);
        }
    }

    public void Dispose()
    {
        lock (_lock)
            _current.Retire();
    }

    private Generation Enter()
    {
        lock (_lock)
        {
            Refresh();
            _current.Users++;
            return _current;
        }
    }

    private void Leave(Generation generation)
    {
        lock (_lock)
            generation.Leave();
    }

    private void Refresh()
    {
        if (_time.GetElapsedTime(_lookedAt) < LookInterval)
            return;
        _lookedAt = _time.GetTimestamp();
        var fingerprint = Fingerprint();
        if (fingerprint == _fingerprint)
            return;
        try
        {
            var renewed = new Generation(CreateInvoker(TlsMaterial.Load(_tls)));
            _current.Retire();
            _current = renewed;
            _fingerprint = fingerprint;
            _problem = null;
            Log.CertificatesRenewed(_logger);
        }
        catch (TlsMaterialException unusable)
        {
            // Two files are not written in one instant: this may be the moment between. They are tried again at the next look.
            if (unusable.Message != _problem)
                Log.CertificatesUnusable(_logger, unusable.Message);
            _problem = unusable.Message;
        }
    }

    private string Fingerprint() => string.Join(';', new[] { _tls.CaFile, _tls.ClientCertificateFile, _tls.ClientKeyFile }.OfType<string>().Select(Fingerprint));

    private static string Fingerprint(string path)
    {
        try
        {
            // Of what is in it: copies keep the time of the original, a renewed certificate often has the length of the old one, and
            // orchestrators swap links.
            return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // Between being removed and being written again. A request must not fail for it.
            return "";
        }
    }

    private HttpMessageInvoker CreateInvoker(TlsMaterial material) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // The peer is dialled directly: what a proxy in the environment would see are transcripts and tokens.
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxConnectionsPerServer = _connections,
        EnableMultipleHttp2Connections = true,
        // A peer that moves to another address is found within minutes.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseDrainSize = 0,
        SslOptions = material.ToClientOptions(),
        ConnectCallback = ConnectAsync,
        // Trace headers would tell the peer about requests of other callers.
        ActivityHeadersPropagator = null,
    });

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken).ConfigureAwait(false);
        Exception? failure = null;
        foreach (var address in addresses)
        {
            if (AddressGuard.Refusal(address, _allowPrivate) is { } refusal)
            {
                failure ??= new AddressRefusedException($"{address}: {refusal}");
                continue;
            }

            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException refused)
            {
                socket.Dispose();
                failure = refused;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>The connections made with one state of the certificate files. Guarded by the channel's lock.</summary>
    private sealed class Generation(HttpMessageInvoker invoker)
    {
        private bool _retired;

        public HttpMessageInvoker Invoker { get; } = invoker;

        public int Users { get; set; }

        public void Retire()
        {
            _retired = true;
            DisposeWhenUnused();
        }

        public void Leave()
        {
            Users--;
            DisposeWhenUnused();
        }

        private void DisposeWhenUnused()
        {
            if (_retired && Users == 0)
                Invoker.Dispose();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3003, LogLevel.Information, "Changed certificate files of the webhook were read; new requests use them.")]
        public static partial void CertificatesRenewed(ILogger logger);

        [LoggerMessage(3004, LogLevel.Warning,
            "Changed certificate files of the webhook cannot be used, the ones before stay in use: {Problem}.")]
        public static partial void CertificatesUnusable(ILogger logger, string problem);
    }
}
