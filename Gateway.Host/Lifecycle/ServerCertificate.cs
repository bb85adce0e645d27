using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Host.Lifecycle;

/// <summary>
/// The certificate of one listener. At the start Kestrel reads it, as it always does; when it is renewed, handshakes from then on use the new one, and connections that
/// are there notice nothing. Kestrel's own way of taking a changed certificate is to close the listener with all of its connections: that would end every call.
/// </summary>
/// <param name="listener">The listener's name in the configuration.</param>
/// <param name="read">Reads the certificate as it is now, with its chain.</param>
/// <param name="time">The clock.</param>
internal sealed class ServerCertificate(string listener, Func<SslStreamCertificateContext> read, TimeProvider time)
{
    private const string ForServers = "1.3.6.1.5.5.7.3.1";

    private volatile SslStreamCertificateContext? _renewed;

    private string Listener => listener;

    /// <summary>The listener's configuration path.</summary>
    public string Endpoint => $"Kestrel:Endpoints:{listener}";

    /// <summary>
    /// One for each listener that has a certificate from files, or the gateway's own. Listeners with certificates for several names (section <c>Sni</c>) or from a
    /// certificate store are left out.
    /// </summary>
    /// <param name="kestrel">Section <c>Kestrel</c> as it was at the start.</param>
    /// <param name="own">Reads the gateway's own certificate, or makes one when there is none that lasts.</param>
    /// <param name="time">The clock.</param>
    public static IReadOnlyList<ServerCertificate> Of(IConfiguration kestrel, Func<X509Certificate2> own, TimeProvider time)
    {
        List<ServerCertificate> all = [];
        foreach (var listener in kestrel.GetSection("Endpoints").GetChildren().Where(listener => !listener.GetSection("Sni").Exists()))
        {
            var section = new[] { listener.GetSection("Certificate"), kestrel.GetSection("Certificates:Default") }.FirstOrDefault(given => given.Exists());
            if (section is null)
                all.Add(new ServerCertificate(listener.Key, () => SslStreamCertificateContext.Create(own(), null, offline: true), time));
            else if (section["Path"] is not null)
                all.Add(new ServerCertificate(listener.Key, () => Read(section), time));
        }

        return all;
    }

    /// <summary>Sets the listeners up to ask at each handshake.</summary>
    /// <param name="server">What listens. It does not look after the files itself any more.</param>
    /// <param name="kestrel">Section <c>Kestrel</c>.</param>
    /// <param name="certificates">Those of its listeners.</param>
    public static void Attach(KestrelServerOptions server, IConfiguration kestrel, IEnumerable<ServerCertificate> certificates)
    {
        var loader = server.Configure(kestrel, reloadOnChange: false);
        foreach (var certificate in certificates)
            loader.Endpoint(certificate.Listener, options => options.HttpsOptions.OnAuthenticate = (_, tls) => certificate.ApplyTo(tls));
    }

    /// <summary>Reads the files again and uses what is in them.</summary>
    /// <returns>Which certificate is in use now.</returns>
    /// <exception cref="CryptographicException">They hold no certificate that a client would take, or the key is another one's.</exception>
    /// <exception cref="IOException">They cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be read.</exception>
    public string Renew()
    {
        var context = read();
        var certificate = context.TargetCertificate;
        if (certificate.NotAfter.ToUniversalTime() <= time.GetUtcNow())
            throw new CryptographicException($"{certificate.Subject} expired on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}.");
        if (certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault() is { } usage && !usage.EnhancedKeyUsages.Cast<Oid>().Any(purpose => purpose.Value == ForServers))
            throw new CryptographicException($"{certificate.Subject} is not meant for servers.");
        _renewed = context;
        return $"{certificate.Subject}, serial number {certificate.SerialNumber}, good until {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}";
    }

    private void ApplyTo(SslServerAuthenticationOptions tls)
    {
        if (_renewed is not { } renewed)
            return;
        tls.ServerCertificateContext = renewed;
        tls.ServerCertificate = null;
        tls.ServerCertificateSelectionCallback = null;
    }

    /// <summary>A section <c>Certificate</c> as Kestrel understands it: a PEM chain with a key, or a PKCS #12 file.</summary>
    private static SslStreamCertificateContext Read(IConfigurationSection section)
    {
        var path = Path.Combine(AppContext.BaseDirectory, section["Path"]!);
        var password = section["Password"];
        var chain = new X509Certificate2Collection();
        if (section["KeyPath"] is not { } keyPath)
        {
            chain = Checked($"'{path}' is no PKCS #12 file that the password opens", () => X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password));
            var leaf = chain.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw new CryptographicException($"'{path}' holds no certificate with a private key.");
            chain.Remove(leaf);
            return SslStreamCertificateContext.Create(leaf, chain, offline: true);
        }

        var key = Path.Combine(AppContext.BaseDirectory, keyPath);
        using var certificate = Checked($"'{path}' and '{key}' are no certificate and its private key", () =>
            password is null ? X509Certificate2.CreateFromPemFile(path, key) : X509Certificate2.CreateFromEncryptedPemFile(path, password, key));
        chain.ImportFromPemFile(path);
        // Exported and read back: the handshake needs the key in a form of its own.
        var exported = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        return SslStreamCertificateContext.Create(exported, [.. chain.Skip(1)], offline: true);
    }

    /// <summary>The framework does not name the file in question.</summary>
    private static T Checked<T>(string problem, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception mistake) when (mistake is CryptographicException or ArgumentException)
        {
            throw new CryptographicException($"{problem}: {mistake.Message}", mistake);
        }
    }
}
