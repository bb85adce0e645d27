using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Simulator.Webhook;

/// <summary>
/// A server certificate and the private authority that issued it. In a folder these are <c>ca.pem</c> (what the gateway is to trust),
/// <c>server.pem</c> and <c>server.key</c>.
/// </summary>
internal sealed class ReceiverCertificate : IDisposable
{
    /// <summary>The authority's file in a folder.</summary>
    public const string AuthorityFile = "ca.pem";

    private const string ServerFile = "server.pem";
    private const string KeyFile = "server.key";

    private ReceiverCertificate(X509Certificate2 authority, X509Certificate2 server)
    {
        Authority = authority;
        Server = server;
    }

    /// <summary>The authority, without its key.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>The server's certificate with its key.</summary>
    public X509Certificate2 Server { get; }

    /// <summary>Makes both, valid for a year. The authority's key is thrown away: it issues this one certificate.</summary>
    /// <param name="time">Says from when they are valid.</param>
    /// <param name="names">Host names or IP addresses of the server, besides <c>localhost</c> and the loopback addresses.</param>
    public static ReceiverCertificate Create(TimeProvider time, params IEnumerable<string> names)
    {
        // An hour back, for machines whose clocks disagree.
        var from = time.GetUtcNow().AddHours(-1);
        var until = from.AddYears(1);

        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Gateway Simulator CA", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority(0));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        authorityRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authorityRequest.PublicKey, critical: false));
        using var authority = authorityRequest.CreateSelfSigned(from, until);

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var serverRequest = new CertificateRequest("CN=Gateway Simulator", serverKey, HashAlgorithmName.SHA256);
        serverRequest.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity());
        serverRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        serverRequest.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "serverAuth")], critical: false));
        serverRequest.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        serverRequest.CertificateExtensions.Add(AlternativeNames(names));
        using var server = serverRequest.Create(authority, from, until, RandomNumberGenerator.GetBytes(16));

        return new ReceiverCertificate(X509CertificateLoader.LoadCertificate(authority.RawData), server.CopyWithPrivateKey(serverKey));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="IOException">A file is missing.</exception>
    /// <exception cref="CryptographicException">A file is damaged.</exception>
    public static ReceiverCertificate Load(string folder) => new(
        X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, AuthorityFile)),
        X509Certificate2.CreateFromPemFile(Path.Combine(folder, ServerFile), Path.Combine(folder, KeyFile)));

    /// <summary>Writes three PEM files into a folder, which is made if need be.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        SaveAuthority(Path.Combine(folder, AuthorityFile));
        File.WriteAllText(Path.Combine(folder, ServerFile), Server.ExportCertificatePem() + "\n");
        using var key = Server.GetECDsaPrivateKey()!;
        WritePrivately(Path.Combine(folder, KeyFile), key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <summary>Writes the authority's certificate as PEM, for <c>Gateway:Webhook:Tls:CaFile</c>.</summary>
    public void SaveAuthority(string path) => File.WriteAllText(path, Authority.ExportCertificatePem() + "\n");

    /// <summary>Forgets the key.</summary>
    public void Dispose()
    {
        Authority.Dispose();
        Server.Dispose();
    }

    private static X509Extension AlternativeNames(IEnumerable<string> names)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names.Concat(["localhost", "127.0.0.1", "::1"]))
            if (IPAddress.TryParse(name, out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        return alternatives.Build();
    }

    private static void WritePrivately(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }
}
