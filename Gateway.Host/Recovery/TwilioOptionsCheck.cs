using System.Security.Cryptography;
using Gateway.Core;

namespace Gateway.Host.Recovery;

/// <summary>What bounds of single settings cannot say: how they must fit together, and that files can be read.</summary>
internal static class TwilioOptionsCheck
{
    /// <summary>All mistakes, one sentence each; never a secret.</summary>
    /// <param name="options">The bound options.</param>
    /// <param name="publicUrl">The gateway's own origin, or null.</param>
    /// <param name="path">The section's configuration path.</param>
    public static IEnumerable<string> Mistakes(TwilioOptions options, Uri? publicUrl, string path)
    {
        if (options.ValidateSignature && options.AuthToken is null)
            yield return $"{path}:ValidateSignature: needs {path}:AuthToken (or AuthTokenFile).";
        if (options.ValidateSignature && publicUrl is null)
            yield return $"{path}:ValidateSignature: needs Gateway:PublicUrl, because Twilio signs the URL that it dials.";
        if (options.ApiKeySid is null != (options.ApiKeySecret is null))
            yield return $"{path}:{(options.ApiKeySid is null ? "ApiKeySecret" : "ApiKeySid")}: give both ApiKeySid and ApiKeySecret (or ApiKeySecretFile), or neither.";
        if (options.ApiKeySid is not null && options.AccountSid is null)
            yield return $"{path}:ApiKeySid: needs {path}:AccountSid, which is part of every request's path.";
        if (options.AccountSid is not null && options.AuthToken is null && options.ApiKeySid is null)
            yield return $"{path}:AccountSid: needs {path}:AuthToken (or AuthTokenFile), or {path}:ApiKeySid with ApiKeySecret.";
        if (options.Recovery.Enabled && (options.AccountSid is null || options.AuthToken is null))
            yield return $"{path}:Recovery:Enabled: needs {path}:AccountSid and {path}:AuthToken (or AuthTokenFile): Twilio signs its callbacks with it.";
        if (options.Recovery.Enabled && publicUrl is null)
            yield return $"{path}:Recovery:Enabled: needs Gateway:PublicUrl, which Twilio is told to dial and to call.";
        if (options.Continuation is not null && (options.AuthToken is null || publicUrl is null))
            yield return $"{path}:Continuation: needs {path}:AuthToken (or AuthTokenFile) and Gateway:PublicUrl, because Twilio signs the URL that it calls.";
        if (options.Continuation is not null && TwiML.MistakeIn(options.Continuation) is { } mistake)
            yield return $"{path}:Continuation: {mistake}.";
        if (!IsOrigin(options.ApiBaseUrl))
            yield return $"{path}:ApiBaseUrl: must be an https origin such as https://api.twilio.com, or http on this machine, without path, query and user.";
        if (options.ApiCaFile is not null && CaProblem(options.ApiCaFile) is { } problem)
            yield return $"{path}:ApiCaFile: {problem}";
    }

    private static bool IsOrigin(Uri url) =>
        (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)) && url.PathAndQuery == "/" && url.UserInfo.Length == 0 && url.Fragment.Length == 0;

    private static string? CaProblem(string file)
    {
        try
        {
            return TlsTrust.Read(file).Count == 0 ? $"the file '{file}' holds no PEM certificate." : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return $"the file '{file}' cannot be read as PEM certificates: {failure.Message}";
        }
    }
}
