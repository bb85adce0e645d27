using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core;

namespace Gateway.Webhook.Authentication;

/// <summary>The certificates and keys of one <see cref="TlsOptions"/>, as they were in the files at one moment.</summary>
internal sealed class TlsMaterial
{
    private readonly X509Certificate2Collection? _authorities;

    private TlsMaterial(X509Certificate2Collection? authorities, SslStreamCertificateContext? clientCertificate)
    {
        _authorities = authorities;
        ClientCertificate = clientCertificate;
    }

    /// <summary>What we show, or null.</summary>
    public SslStreamCertificateContext? ClientCertificate { get; }

    /// <summary>Whether the system's roots are trusted.</summary>
    public bool TrustsSystem => _authorities is null;

    /// <summary>Reads the files.</summary>
    /// <exception cref="TlsMaterialException">A file is missing, unreadable or does not fit; the message says which and why.</exception>
    public static TlsMaterial Load(TlsOptions options)
    {
        var authorities = options.CaFile is null ? null : Read(nameof(options.CaFile), options.CaFile, "PEM certificates", () => TlsTrust.Read(options.CaFile));
        if (authorities is { Count: 0 })
            throw new TlsMaterialException(nameof(options.CaFile), $"the file '{options.CaFile}' holds no PEM certificate");
        if (options.ClientCertificateFile is not { } certificateFile)
            return new TlsMaterial(authorities, null);

        var keyFile = options.ClientKeyFile ?? certificateFile;
        var certificates = Read(nameof(options.ClientCertificateFile), certificateFile, "PEM certificates", () => TlsTrust.Read(certificateFile));
        using var certificate = Read(nameof(options.ClientKeyFile), keyFile, $"the private key of the certificate in '{certificateFile}'", () =>
            options.ClientKeyPassphrase is { } passphrase
                ? X509Certificate2.CreateFromEncryptedPemFile(certificateFile, passphrase.Reveal(), keyFile)
                : X509Certificate2.CreateFromPemFile(certificateFile, keyFile));
        // Exported and read back: the handshake needs the key in a form of its own.
        var exported = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        var intermediates = new X509Certificate2Collection();
        intermediates.AddRange(certificates.Skip(1).ToArray());
        return new TlsMaterial(authorities, SslStreamCertificateContext.Create(exported, intermediates, offline: true));
    }

    /// <summary>How to connect with it.</summary>
    public SslClientAuthenticationOptions ToClientOptions() => new()
    {
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ClientCertificateContext = ClientCertificate,
        CertificateChainPolicy = TlsTrust.Policy(_authorities),
    };

    private static T Read<T>(string setting, string file, string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new TlsMaterialException(setting, $"the file '{file}' cannot be read as {what}: {failure.Message}", failure);
        }
    }
}

/// <summary>Certificates or keys cannot be used. The message says which file and why, and nothing of what is in it.</summary>
/// <param name="setting">The member of <see cref="TlsOptions"/> that names the file.</param>
/// <param name="message">One clause.</param>
/// <param name="innerException">What the framework reported, or null.</param>
internal sealed class TlsMaterialException(string setting, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The member of <see cref="TlsOptions"/> that names the file.</summary>
    public string Setting { get; } = setting;
}
