using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Host.Operations;

/// <summary>
/// The certificate that the gateway makes for itself when it is given none: enough for a first day and for tests. Twilio refuses it.
/// </summary>
internal static class SelfSignedCertificate
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>Where clients find the public part, to trust it.</summary>
    public const string PublicFile = "certificate.pem";

    private const string PrivateFile = "certificate.pfx";

    /// <summary>Reads the one from the state directory, or makes a new one when there is none that lasts.</summary>
    /// <param name="state">Where it is kept.</param>
    /// <param name="host">The host name that clients use besides localhost, or null.</param>
    /// <param name="time">The clock.</param>
    public static X509Certificate2 Load(StateDirectory state, string? host, TimeProvider time)
    {
        var file = state.PathOf(PrivateFile);
        if (File.Exists(file))
        {
            var existing = Read(file);
            if (existing.NotAfter.ToUniversalTime() - RenewBefore > time.GetUtcNow() && (host is null || existing.MatchesHostname(host)))
                return existing;
            existing.Dispose();
        }

        using var made = Make(host, time.GetUtcNow());
        var exported = made.Export(X509ContentType.Pkcs12);
        StateDirectory.Write(file, exported);
        StateDirectory.Write(state.PathOf(PublicFile), System.Text.Encoding.ASCII.GetBytes(made.ExportCertificatePem() + "\n"));
        return X509CertificateLoader.LoadPkcs12(exported, null);
    }

    private static X509Certificate2 Read(string file)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(file, null);
        }
        catch (CryptographicException)
        {
            throw StateDirectory.Damaged(file, "certificate");
        }
    }

    private static X509Certificate2 Make(string? host, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=twilio-gateway self-signed", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        if (IPAddress.TryParse(host, out var address))
            names.AddIpAddress(address);
        else if (host is not (null or "localhost"))
            names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        return request.CreateSelfSigned(now.AddHours(-1), now + Lifetime);
    }
}
