using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Simulator;

/// <summary>Whom to believe to be the gateway.</summary>
internal sealed class ServerTrust
{
    private readonly X509Certificate2Collection? _authorities;
    private readonly bool _anyone;

    private ServerTrust(X509Certificate2Collection? authorities, bool anyone)
    {
        _authorities = authorities;
        _anyone = anyone;
    }

    /// <summary>A certificate that the operating system accepts: the only thing that Twilio itself accepts.</summary>
    public static ServerTrust System { get; } = new(null, anyone: false);

    /// <summary>Any certificate at all. For drills on one machine.</summary>
    public static ServerTrust Anyone { get; } = new(null, anyone: true);

    /// <summary>A certificate that one of the given ones has issued, or is.</summary>
    public static ServerTrust Only(X509Certificate2Collection authorities) => new(authorities, anyone: false);

    /// <summary>As <see cref="Only"/>, read from a PEM file.</summary>
    /// <exception cref="FormatException">The file holds no certificate.</exception>
    public static ServerTrust OnlyFile(string path)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(path);
        return authorities.Count > 0 ? Only(authorities) : throw new FormatException($"{path}: no PEM certificate in it.");
    }

    /// <summary>The options of a TLS client that trusts accordingly.</summary>
    public SslClientAuthenticationOptions ToTlsOptions()
    {
        var tls = new SslClientAuthenticationOptions();
#pragma warning disable CA5359 // That is what was asked for.
        if (_anyone)
            tls.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        if (_authorities is not null)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(_authorities);
        }
        return tls;
    }
}
