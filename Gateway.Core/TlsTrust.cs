using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Core;

/// <summary>Whose certificate is believed when this process connects to somebody.</summary>
public static class TlsTrust
{
    /// <summary>Object identifier of a certificate's purpose "server authentication" (RFC 5280).</summary>
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>The rules for a peer's certificates.</summary>
    /// <param name="authorities">What the peer's chain must end in; null: the system's roots.</param>
    public static X509ChainPolicy Policy(X509Certificate2Collection? authorities)
    {
        // Lists of revoked certificates and missing intermediates would be fetched from the open network, which an appliance often cannot
        // reach; and from wherever the peer's certificate says.
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        // Only server certificates: a certificate made for a client does not make a target.
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        if (authorities is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(authorities);
        }

        return policy;
    }

    /// <summary>The certificates in a PEM file; none when it holds none.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="CryptographicException">A certificate in it is damaged.</exception>
    public static X509Certificate2Collection Read(string pemFile)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(pemFile);
        return certificates;
    }
}
