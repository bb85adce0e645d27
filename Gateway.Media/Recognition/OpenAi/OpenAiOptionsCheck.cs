using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Gateway.Core;

namespace Gateway.Media.Recognition.OpenAi;

/// <summary>What bounds of single settings cannot say.</summary>
internal static partial class OpenAiOptionsCheck
{
    private const string PublicHost = "api.openai.com";

    /// <summary>All mistakes, one sentence each; never a secret.</summary>
    /// <param name="options">The bound options.</param>
    /// <param name="isUsed">Whether it is one of the engines.</param>
    /// <param name="path">The section's configuration path.</param>
    public static IEnumerable<string> Mistakes(OpenAiOptions options, bool isUsed, string path)
    {
        var url = options.Endpoint;
        if (!(url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) || url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
            yield return $"{path}:Endpoint: must be an https URL such as https://api.openai.com/v1, or http in one's own network, without query and user.";
        else if (url.Scheme == Uri.UriSchemeHttp && IsPublic(url))
            yield return $"{path}:Endpoint: the public API is https only.";
        if (isUsed && options.ApiKey is null && IsPublic(url))
            yield return $"{path}:ApiKey: is needed for {PublicHost}; give ApiKey or ApiKeyFile, or name another Endpoint.";
        foreach (var language in options.Languages.Where(static language => !LanguageTag().IsMatch(language)))
            yield return $"{path}:Languages: '{language}' is no language tag such as en-US.";
        if (options.CaFile is not null && CaProblem(options.CaFile) is { } problem)
            yield return $"{path}:CaFile: {problem}";
    }

    private static bool IsPublic(Uri url) => url.Host.Equals(PublicHost, StringComparison.OrdinalIgnoreCase);

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

    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    private static partial Regex LanguageTag();
}
