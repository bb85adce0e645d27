using System.Buffers;
using Gateway.Webhook.Authentication;

namespace Gateway.Webhook;

/// <summary>What bounds of single settings cannot say: how they must fit together, and that files can be read.</summary>
public static class WebhookOptionsCheck
{
    /// <summary>Characters of a header's name (RFC 9110, token).</summary>
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Headers that the request has already, or that others would misunderstand.</summary>
    private static readonly string[] ReservedHeaders =
        ["Authorization", "Connection", "Content-Length", "Content-Type", "Expect", "Host", "Transfer-Encoding", "Upgrade", "webhook-id", "webhook-signature", "webhook-timestamp"];

    /// <summary>All mistakes, one sentence each; never a secret.</summary>
    /// <param name="options">The bound options.</param>
    /// <param name="path">The section's configuration path.</param>
    public static IEnumerable<string> Mistakes(WebhookOptions options, string path)
    {
        ArgumentNullException.ThrowIfNull(options);
        return
        [
            .. UrlMistakes(options.Url, $"{path}:Url"),
            .. SecretMistakes(options.Secret, $"{path}:Secret"),
            .. TlsMistakes(options.Tls, $"{path}:Tls"),
            .. SignatureMistakes(options.Signature, $"{path}:Signature"),
            .. UrlMistakes(options.OAuth2?.TokenUrl, $"{path}:OAuth2:TokenUrl"),
            .. options.OAuth2 is null ? [] : TlsMistakes(options.OAuth2.Tls, $"{path}:OAuth2:Tls"),
        ];
    }

    private static IEnumerable<string> UrlMistakes(Uri? url, string path)
    {
        if (url is null)
            yield break;
        if (url.Scheme != Uri.UriSchemeHttps)
            yield return $"{path}: must be an https URL; transcripts and tokens never travel in the clear.";
        if (url.UserInfo.Length > 0)
            yield return $"{path}: must not hold a user or password.";
    }

    private static IEnumerable<string> SecretMistakes(WebhookSecretOptions? secret, string path)
    {
        if (secret is not { In: SecretPlace.Header })
            yield break;
        if (secret.Name.AsSpan().IndexOfAnyExcept(TokenCharacters) >= 0)
            yield return $"{path}:Name: is no valid name of an HTTP header.";
        if (ReservedHeaders.Contains(secret.Name, StringComparer.OrdinalIgnoreCase))
            yield return $"{path}:Name: {secret.Name} is a header with a meaning of its own; choose another name.";
        if (secret.Value is { } value && value.Reveal().AsSpan().IndexOfAnyExceptInRange(' ', '~') >= 0)
            yield return $"{path}:Value: holds characters that an HTTP header cannot carry.";
    }

    private static IEnumerable<string> SignatureMistakes(SignatureOptions? signature, string path)
    {
        if (signature?.Key is { } key && MessageSignature.KeyOf(key) is null)
            yield return $"{path}:Key: must be 'whsec_' and 24 to 64 bytes in base64.";
        if (signature?.PreviousKey is { } previous && MessageSignature.KeyOf(previous) is null)
            yield return $"{path}:PreviousKey: must be 'whsec_' and 24 to 64 bytes in base64.";
    }

    private static IEnumerable<string> TlsMistakes(TlsOptions tls, string path)
    {
        if (tls.ClientKeyFile is not null && tls.ClientCertificateFile is null)
            yield return $"{path}:ClientKeyFile: needs {path}:ClientCertificateFile.";
        TlsMaterialException? problem = null;
        try
        {
            TlsMaterial.Load(tls);
        }
        catch (TlsMaterialException unusable)
        {
            problem = unusable;
        }

        if (problem is not null)
            yield return $"{path}:{problem.Setting}: {problem.Message}.";
    }
}
