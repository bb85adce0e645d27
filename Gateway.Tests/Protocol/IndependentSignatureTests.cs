using Gateway.Media.Twilio;
using Gateway.Tests.Support;

namespace Gateway.Tests.Protocol;

/// <summary>Twilio's own SDK signs URLs; ours must come to the same.</summary>
public sealed class IndependentSignatureTests
{
    private static readonly string[] Urls =
    [
        "wss://gw.example.test",
        "wss://gw.example.test/",
        "wss://gw.example.test/media",
        "wss://gw.example.test/media/",
        "wss://gw.example.test//media//",
        "wss://gw.example.test:443/media",
        "wss://gw.example.test:8443/media",
        "wss://gw.example.test:8443/media/",
        "wss://GW.Example.Test/Media",
        "wss://192.0.2.7:8443/media",
        "wss://[2001:db8::1]:8443/media",
        "wss://user:pass@gw.example.test/media",
        "wss://gw.example.test/media?x=1&y=2",
        "wss://gw.example.test/media?bodySHA256=0",
        "wss://gw.example.test/media#part",
        "wss://gw.example.test/a%2Fb/%7e%41",
        "wss://gw.example.test/media/eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.TfJHyBqV9UUE6L9ndMOLVRs_BdBVeYl9ZK1A3yljKfg",
        "wss://gw.example.test/gr\u00fc\u00dfe/\U0001F600",
        "https://gw.example.test/media",
    ];

    [Theory]
    [InlineData("12345")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("not a token of Twilio's: \u00fc")]
    public async Task Twilios_own_SDK_computes_the_same_signatures(string token)
    {
        var answers = await Node.AskAsync("signature.mjs", [.. Urls.Select(url => new { url, token })]);

        Assert.Equal(answers.Select(answer => answer.GetProperty("signature").GetString()), Urls.Select(url => TwilioSignature.Compute(url, token)));
    }

    [Fact]
    public async Task What_Twilios_own_SDK_accepts_for_a_URL_is_accepted_here()
    {
        const string Token = "12345";
        foreach (var answer in (await Node.AskAsync("signature.mjs", [.. Urls.Select(url => new { url, token = Token })])).Zip(Urls))
        {
            // The SDK does not accept every signature of its own: it treats a wss port as http's.
            if (answer.First.GetProperty("valid").GetBoolean())
                Assert.Equal("as written", TwilioSignature.Match(answer.Second, answer.First.GetProperty("signature").GetString(), Token));
        }
    }
}
