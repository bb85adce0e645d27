using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Tests.Support;

/// <summary>A private CA, made for one test, that issues certificates into a folder.</summary>
internal sealed class PrivateAuthority : IDisposable
{
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000);

    private readonly string _folder;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;
    private readonly DateTimeOffset _from = TimeProvider.System.GetUtcNow().AddHours(-1);
    private int _issued;

    public PrivateAuthority(string folder, string name)
    {
        _folder = folder;
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        _certificate = request.CreateSelfSigned(_from, _from.AddDays(2));
        File = Write($"{name}.pem", _certificate.ExportCertificatePem());
    }

    /// <summary>Its certificate, PEM.</summary>
    public string File { get; }

    /// <summary>A certificate for a server of that name or address.</summary>
    public PemPair IssueServer(string name)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(name);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Issue(new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256), "1.3.6.1.5.5.7.3.1", key, null, names.Build());
    }

    /// <summary>A certificate for a client, with an EC key.</summary>
    public PemPair IssueClient(string name, string? passphrase = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Issue(new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256), "1.3.6.1.5.5.7.3.2", key, passphrase);
    }

    /// <summary>The same with an RSA key.</summary>
    public PemPair IssueRsaClient(string name)
    {
        using var key = RSA.Create(2048);
        return Issue(new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), "1.3.6.1.5.5.7.3.2", key, null);
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private PemPair Issue(CertificateRequest request, string purpose, AsymmetricAlgorithm key, string? passphrase, params X509Extension[] extensions)
    {
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        foreach (var extension in extensions)
            request.CertificateExtensions.Add(extension);
        var number = BitConverter.GetBytes(++_issued);
        using var certificate = request.Create(_certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), _from, _from.AddDays(1), [1, .. number]);
        var name = $"{Path.GetFileNameWithoutExtension(File)}-{_issued}";
        return new PemPair(
            Write($"{name}.pem", certificate.ExportCertificatePem()),
            Write($"{name}.key", passphrase is null ? key.ExportPkcs8PrivateKeyPem() : key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, Encryption)));
    }

    private string Write(string name, string pem)
    {
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, pem + "\n");
        return path;
    }
}

/// <summary>A certificate and its key, two PEM files.</summary>
internal sealed record PemPair(string Certificate, string Key)
{
    /// <summary>Puts another pair where this one is, one file after the other. The times of the files are copied too.</summary>
    public void Become(PemPair other)
    {
        System.IO.File.Copy(other.Certificate, Certificate, overwrite: true);
        System.IO.File.Copy(other.Key, Key, overwrite: true);
    }
}
