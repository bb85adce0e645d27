using Gateway.Core;

namespace Gateway.Webhook.Authentication;

/// <summary>
/// Whom to trust at the other end of a TLS connection, and how to show who we are. Files are PEM and are read again when they change.
/// </summary>
public sealed class TlsOptions
{
    /// <summary>
    /// A file of certificates. When given, the peer's chain must end in one of them and the system's roots are not trusted. Null: the
    /// system's.
    /// </summary>
    public string? CaFile { get; init; }

    /// <summary>Our certificate, intermediates after it. Null: none is shown.</summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>Its private key, RSA or EC. May be the same file as <see cref="ClientCertificateFile"/>.</summary>
    public string? ClientKeyFile { get; init; }

    /// <summary>
    /// The passphrase of an encrypted key; <c>ClientKeyPassphraseFile</c> names a file that holds it. Null: the key is not encrypted.
    /// </summary>
    public Secret? ClientKeyPassphrase { get; init; }
}
