using Gateway.Host;
using Gateway.Host.Configuration;
using Gateway.Webhook.Authentication;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Unit;

public sealed class OptionsReaderTests
{
    [Fact]
    public void Nothing_configured_is_a_good_configuration() => Assert.Null(Read().Webhook.Url);

    [Fact]
    public void Values_arrive_where_they_belong()
    {
        var options = Read(
            ("Gateway:PublicUrl", "https://gateway.example.com"),
            ("Gateway:Calls:MediaIdle", "00:00:30"),
            ("Gateway:ApiKeys:0:Id", "a"), ("Gateway:ApiKeys:0:Secret", "s"), ("Gateway:ApiKeys:0:Products:0", "AutoTranscribe"),
            ("Gateway:Webhook:Secret:Name", "X-Secret"), ("Gateway:Webhook:Secret:Value", "v"), ("Gateway:Webhook:Secret:In", "query"));

        Assert.Equal(TimeSpan.FromSeconds(30), options.Calls.MediaIdle);
        Assert.Equal("s", Assert.Single(options.ApiKeys).Secret!.Reveal());
        Assert.Equal(SecretPlace.Query, options.Webhook.Secret!.In);
    }

    [Fact]
    public void A_secret_can_be_given_as_a_file()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "from the file\n");

        Assert.Equal("from the file", Read(("Gateway:Twilio:AuthTokenFile", file)).Twilio.AuthToken!.Reveal());
        File.Delete(file);
    }

    [Theory]
    [InlineData("Engines:0", "pocketsphinks", "Engines:0: this build has no engine 'pocketsphinks'. It has: pocketsphinx, openai.")]
    [InlineData("Engines:1", "pocketsphinx", "Engines:1: 'pocketsphinx' is named twice.")]
    [InlineData("Engines:1", "openai", "OpenAI:ApiKey: is needed for api.openai.com")]
    [InlineData("OpenAI:Endpoint", "ftp://asr.example.com/v1", "OpenAI:Endpoint: must be an https URL")]
    [InlineData("OpenAI:Endpoint", "http://api.openai.com/v1", "OpenAI:Endpoint: the public API is https only.")]
    [InlineData("OpenAI:Model", "", "OpenAI:Model")]
    [InlineData("OpenAI:Timeout", "01:00:00", "OpenAI:Timeout")]
    [InlineData("OpenAI:Languages:0", "English, please", "OpenAI:Languages: 'English, please' is no language tag")]
    [InlineData("OpenAI:CaFile", "/nowhere/ca.pem", "OpenAI:CaFile: the file '/nowhere/ca.pem' cannot be read")]
    [InlineData("InventedText:NoSpeechProbability", "2", "InventedText:NoSpeechProbability")]
    public void Engines_are_checked(string key, string value, string mistake) => Assert.StartsWith(
        $"Gateway:Recognition:{mistake}",
        Assert.Single(Mistakes([.. key is "Engines:1" ? [("Gateway:Recognition:Engines:0", "pocketsphinx")] : Array.Empty<(string, string)>(), ($"Gateway:Recognition:{key}", value)])),
        StringComparison.Ordinal);

    [Fact]
    public void A_server_of_ones_own_needs_no_key() =>
        Assert.Equal(["openai", "pocketsphinx"], Read(
            ("Gateway:Recognition:Engines:0", "openai"), ("Gateway:Recognition:Engines:1", "pocketsphinx"), ("Gateway:Recognition:OpenAI:Endpoint", "http://asr:8000/v1")).Recognition.Engines);

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var mistakes = Mistakes(
            ("Gateway:PublicUrl", "http://gateway.example.com"),
            ("Gateway:Webhook:Url", "http://target.example.com"),
            ("Gateway:Endpointing:Silence", "00:00:05"),
            ("Gateway:Calls:MediaIdle", "soon"),
            ("Gateway:Colour", "blue"),
            ("Gateway:ApiKeys:0:Id", "a"),
            ("Gateway:Twilio:ValidateSignature", "true"),
            ("Kestrel:Endpoints:Plain:Url", "http://*:80"));

        Assert.Collection(mistakes.Order(StringComparer.Ordinal),
            m => Assert.StartsWith("Gateway:ApiKeys:0:", m, StringComparison.Ordinal),
            m => Assert.StartsWith("Gateway:ApiKeys:0:Products", m, StringComparison.Ordinal),
            m => Assert.StartsWith("Gateway:Calls:MediaIdle", m, StringComparison.Ordinal),
            m => Assert.StartsWith("Gateway:Colour", m, StringComparison.Ordinal),
            m => Assert.StartsWith("Gateway:Endpointing:Silence", m, StringComparison.Ordinal),
            m => Assert.StartsWith("Gateway:PublicUrl", m, StringComparison.Ordinal),
            m => Assert.StartsWith("Gateway:Twilio:ValidateSignature: needs Gateway:Twilio:AuthToken", m, StringComparison.Ordinal),
            m => Assert.StartsWith("Gateway:Webhook:Url", m, StringComparison.Ordinal),
            m => Assert.StartsWith("Kestrel:Endpoints:Plain:Url", m, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Gateway:Webhok:Url", "https://x", "unknown. Known here:")]
    [InlineData("Gateway:Calls:StartGrase", "00:00:01", "StartGrace")]
    [InlineData("Gateway:Calls:MediaIdle", "soon", "must be a time as hh:mm:ss")]
    [InlineData("Gateway:Calls:MaxStreams", "many", "must be a whole number")]
    [InlineData("Gateway:Calls:MaxStreams", "0", "between 1 and 100000")]
    [InlineData("Gateway:Twilio:ValidateSignature", "perhaps", "must be true or false")]
    [InlineData("Gateway:Webhook:Secret:In", "cookie", "must be one of Header, Query")]
    [InlineData("Gateway:Webhook:Secret:In", "1", "must be one of Header, Query")]
    [InlineData("Gateway:Webhook:Url", "not a url", "must be an absolute URL")]
    [InlineData("Gateway:Webhook", "https://x", "is a section")]
    [InlineData("Gateway:PublicUrl:Host", "x", "is one value")]
    [InlineData("Gateway:PublicUrl", "https://gateway.example.com/path", "without path")]
    [InlineData("Gateway:Twilio:AuthTokenFile", "/does/not/exist", "cannot be read")]
    [InlineData("Gateway:Twilio:AccountSid", "AC123", "Gateway:Twilio:AccountSid: must be 'AC' and 32 hexadecimal digits")]
    [InlineData("Gateway:Twilio:AccountSid", "AC00000000000000000000000000000001", "Gateway:Twilio:AccountSid: needs Gateway:Twilio:AuthToken")]
    [InlineData("Gateway:Twilio:ApiKeySid", "AC00000000000000000000000000000001", "must be 'SK' and 32 hexadecimal digits")]
    [InlineData("Gateway:Twilio:ApiKeySid", "SK00000000000000000000000000000001", "Gateway:Twilio:ApiKeySid: give both")]
    [InlineData("Gateway:Twilio:ApiKeySid", "SK00000000000000000000000000000001", "Gateway:Twilio:ApiKeySid: needs Gateway:Twilio:AccountSid")]
    [InlineData("Gateway:Twilio:ApiKeySecret", "hunter2", "Gateway:Twilio:ApiKeySecret: give both")]
    [InlineData("Gateway:Twilio:ApiBaseUrl", "http://api.twilio.com", "Gateway:Twilio:ApiBaseUrl: must be an https origin")]
    [InlineData("Gateway:Twilio:ApiBaseUrl", "https://api.twilio.com/2010-04-01", "without path")]
    [InlineData("Gateway:Twilio:ApiBaseUrl", "https://AC1:hunter2@api.twilio.com", "without path, query and user")]
    [InlineData("Gateway:Twilio:ApiBaseUrl", "api.twilio.com", "must be an absolute URL")]
    [InlineData("Gateway:Twilio:ApiCaFile", "/does/not/exist", "Gateway:Twilio:ApiCaFile: the file '/does/not/exist' cannot be read as PEM")]
    [InlineData("Gateway:Twilio:ApiCaFile", "/dev/null", "Gateway:Twilio:ApiCaFile: the file '/dev/null' holds no PEM certificate")]
    [InlineData("Gateway:Twilio:ApiConnectTimeout", "00:00:31", "between 00:00:00.1000000 and 00:00:30")]
    [InlineData("Gateway:Twilio:ApiTimeout", "00:01:01", "between 00:00:00.1000000 and 00:01:00")]
    [InlineData("Gateway:Webhook:Tls:CaFile", "/does/not/exist", "cannot be read as PEM")]
    [InlineData("Gateway:StreamUrl:SigningKey", "short", "at least 32 characters")]
    [InlineData("Gateway:ApiKeys:0:SecretSha256", "zz", "64 hexadecimal digits")]
    [InlineData("Gateway:Audit:Retention", "23:59:59", "between 1.00:00:00 and 3650.00:00:00")]
    [InlineData("Gateway:Audit:Directory", "", "must name a directory")]
    [InlineData("Gateway:Management:Url", "https://127.0.0.1:1", "must be an http URL")]
    [InlineData("Gateway:Redaction:ContextWindow", "00:00:29", "between 00:00:30 and 00:05:00")]
    [InlineData("Gateway:Redaction:Entities:CreditCardNumber", "false", "Gateway:Redaction:Entities:CreditCardNumber: cannot be switched off")]
    [InlineData("Gateway:Redaction:Entities:Cvv", "false", "Gateway:Redaction:Entities:Cvv: cannot be switched off")]
    [InlineData("Gateway:Redaction:Entities:Color", "true", "unknown. Known here:")]
    [InlineData("Gateway:Redaction:Rules:0:Name", "a name", "Gateway:Redaction:Rules:0:Name: must be 1 to 50 letters")]
    [InlineData("Gateway:Redaction:Rules:0:Name", "CVV", "Gateway:Redaction:Rules:0:Name: is the name of an entity")]
    [InlineData("Gateway:Redaction:Rules:0:Name", "a", "Gateway:Redaction:Rules:0:Pattern")]
    [InlineData("Gateway:Redaction:Rules:0:Role", "robot", "must be one of Customer, Agent")]
    [InlineData("Gateway:Redaction:Rules:0:Pattern", "(", "Gateway:Redaction:Rules:0:Pattern: is no regular expression")]
    [InlineData("Gateway:Redaction:Rules:0:Pattern", "a(?=b)", "Gateway:Redaction:Rules:0:Pattern: cannot be matched in linear time")]
    [InlineData("Gateway:Redaction:Rules:0:Pattern", @"(a)\1", "Gateway:Redaction:Rules:0:Pattern: cannot be matched in linear time")]
    [InlineData("Gateway:Redaction:Rules:0:Pattern", "a*", "Gateway:Redaction:Rules:0:Pattern: matches the empty text")]
    public void A_mistake_says_what_is_expected(string key, string value, string expected) =>
        Assert.Contains(Mistakes((key, value)), mistake => mistake.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData(null, "https://api.twilio.com/")]
    [InlineData("https://api.dublin.ie1.twilio.com", "https://api.dublin.ie1.twilio.com/")]
    [InlineData("http://127.0.0.1:8080/", "http://127.0.0.1:8080/")]
    [InlineData("http://localhost:8080", "http://localhost:8080/")]
    public void Twilios_REST_API_can_be_configured(string? url, string expected)
    {
        var twilio = Read(
            ("Gateway:Twilio:AccountSid", "AC00000000000000000000000000000001"), ("Gateway:Twilio:ApiKeySid", "SK00000000000000000000000000000001"),
            ("Gateway:Twilio:ApiKeySecret", "hunter2"), ("Gateway:Twilio:ApiBaseUrl", url)).Twilio;

        Assert.Equal((expected, "hunter2"), (twilio.ApiBaseUrl.ToString(), twilio.ApiKeySecret!.Reveal()));
    }

    [Fact]
    public void Redaction_can_be_configured()
    {
        var redaction = Read(
            ("Gateway:Redaction:KeepLastFour", "true"), ("Gateway:Redaction:Entities:Email", "true"), ("Gateway:Redaction:Entities:Pin", "false"),
            ("Gateway:Redaction:Rules:0:Name", "policy"), ("Gateway:Redaction:Rules:0:Pattern", @"\bhk-?\d+\b"), ("Gateway:Redaction:Rules:0:Role", "customer")).Redaction;

        Assert.Equal((true, true, false, true), (redaction.KeepLastFour, redaction.Entities.Email, redaction.Entities.Pin, redaction.Entities.Cvv));
        Assert.Equal(("policy", Core.Participant.Customer), (Assert.Single(redaction.Rules).Name, redaction.Rules[0].Role));
    }

    [Fact]
    public void Custom_rules_must_have_different_names() => Assert.Contains(
        "Gateway:Redaction:Rules:1:Name: is used twice; names must differ.",
        Mistakes(("Gateway:Redaction:Rules:0:Name", "a"), ("Gateway:Redaction:Rules:0:Pattern", "x"), ("Gateway:Redaction:Rules:1:Name", "a"), ("Gateway:Redaction:Rules:1:Pattern", "y")));

    [Fact]
    public void A_secret_in_the_wrong_place_is_not_repeated()
    {
        var mistakes = Mistakes(("Gateway:Twilio:ValidateSignature", "hunter2hunter2"), ("Gateway:StreamUrl:SigningKey", "hunter2"));

        Assert.DoesNotContain("hunter2", string.Join('\n', mistakes), StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Mistakes(params (string Key, string? Value)[] settings) => Assert.Throws<ConfigurationException>(() => Read(settings)).Mistakes;

    private static GatewayOptions Read(params (string Key, string? Value)[] settings) => OptionsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build());
}
