using Gateway.Host.Recovery;
using Gateway.Media.Recognition;
using Gateway.Media.Text.Redaction;
using Gateway.Transcripts;
using Gateway.Webhook;

namespace Gateway.Host.Configuration;

/// <summary>The single place where configuration becomes objects.</summary>
internal static class OptionsReader
{
    private static readonly TimeSpan LeastRetentionForExport = TimeSpan.FromDays(2);

    /// <summary>Reads and checks section <c>Gateway</c>, and what the gateway demands of section <c>Kestrel</c>.</summary>
    /// <exception cref="ConfigurationException">There are mistakes; it names all of them.</exception>
    public static GatewayOptions Read(IConfiguration configuration)
    {
        var audit = new ConfigurationAudit();
        var section = configuration.GetSection(GatewayOptions.SectionName);
        audit.CheckKeys(section, typeof(GatewayOptions));
        var options = audit.Sound(section).GetSection(GatewayOptions.SectionName).Get<GatewayOptions>() ?? new GatewayOptions();
        audit.CheckBounds(options, GatewayOptions.SectionName);
        List<string> mistakes =
        [
            .. audit.Mistakes, .. AddressMistakes(options), .. TwilioOptionsCheck.Mistakes(options.Twilio, options.PublicUrl, "Gateway:Twilio"), .. ApiKeyMistakes(options), .. TokenMistakes(options), .. StoreMistakes(options), .. WebhookOptionsCheck.Mistakes(options.Webhook, "Gateway:Webhook"),
            .. RedactionOptionsCheck.Mistakes(options.Redaction, "Gateway:Redaction"), .. KestrelMistakes(configuration),
            .. RecognitionOptionsCheck.Mistakes(options.Recognition, options.Endpointing, Recognizers.Names, "Gateway:Recognition"),
        ];
        return mistakes.Count == 0 ? options : throw new ConfigurationException(mistakes);
    }

    private static IEnumerable<string> AddressMistakes(GatewayOptions options)
    {
        if (options.PublicUrl is { } url && (url.Scheme != Uri.UriSchemeHttps || url.PathAndQuery != "/" || url.UserInfo.Length > 0))
            yield return "Gateway:PublicUrl: must be an https origin such as https://gateway.example.com, without path, query and user.";
        if (options.Management.Url.Scheme != Uri.UriSchemeHttp || !(options.Management.Url.IsLoopback || System.Net.IPAddress.TryParse(options.Management.Url.Host, out _)))
            yield return "Gateway:Management:Url: must be an http URL with an IP address or localhost, such as http://127.0.0.1:8081.";
    }

    private static IEnumerable<string> ApiKeyMistakes(GatewayOptions options)
    {
        for (var i = 0; i < options.ApiKeys.Length; i++)
        {
            var key = options.ApiKeys[i];
            if (key.Secret is null == (key.SecretSha256 is null))
                yield return $"Gateway:ApiKeys:{i}: give exactly one of Secret (or SecretFile) and SecretSha256.";
            if (Array.FindIndex(options.ApiKeys, other => other.Id == key.Id) != i)
                yield return $"Gateway:ApiKeys:{i}:Id: is used twice; ids must differ.";
        }
    }

    private static IEnumerable<string> TokenMistakes(GatewayOptions options)
    {
        if (options.StreamUrl.SigningKey is { } key && key.Reveal().Length < 32)
            yield return "Gateway:StreamUrl:SigningKey: must have at least 32 characters.";
        if (options.StreamUrl.PreviousSigningKey is { } previous && previous.Reveal().Length < 32)
            yield return "Gateway:StreamUrl:PreviousSigningKey: must have at least 32 characters.";
    }

    private static IEnumerable<string> StoreMistakes(GatewayOptions options)
    {
        if (options.Transcripts.Store == StoreKind.Postgres && options.Transcripts.Postgres.ConnectionString is null)
            yield return "Gateway:Transcripts:Store: Postgres needs Gateway:Transcripts:Postgres:ConnectionString (or ConnectionStringFile).";
        // What is said just after midnight is published a day later; before that, and a little longer in case of trouble, it must not be deleted.
        if (options.Export.Utterances.Enabled && options.Transcripts.Retention < LeastRetentionForExport)
            yield return "Gateway:Transcripts:Retention: must be at least 2.00:00:00 when Gateway:Export:Utterances:Enabled is true, or transcripts would be deleted before they are exported.";
    }

    private static IEnumerable<string> KestrelMistakes(IConfiguration configuration) =>
        from endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren()
        where endpoint["Url"]?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) != true
        select $"{endpoint.Path}:Url: must begin with https://; there is no plain HTTP but on the management listener.";
}
