using System.Security.Cryptography;
using System.Text;
using Gateway.Media.Twilio;

namespace Gateway.Tests.Protocol;

/// <summary>Nobody documents which form of a wss URL is signed, so each form that was seen must be accepted, and nothing else.</summary>
public sealed class TwilioSignatureTests
{
    private const string AuthToken = "12345";
    private const string Url = "wss://gw.example.test/media";

    public static TheoryData<string, string> Vectors => new()
    {
        { "wss://gw.example.test/media", "ljqCtswr+6ww5NCO0o+BJvGFEgo=" },
        { "wss://gw.example.test/media/", "I8Pq0LZRxMB2UGJIVMKFcWNvFaI=" },
        { "wss://gw.example.test:443/media", "o4b8lJvRxsEcNKbWnZdhgzXI3gw=" },
        { "wss://gw.example.test:8443/media", "VU1JcjyCrzElhu6zBix5UOEeB7g=" },
        { "wss://gw.example.test", "RByJKRymViBTeAt4JlYwE1z1CFs=" },
        { "wss://gw.example.test/", "vpNKqp0Avxgwoo3AZvMYU7qBis4=" },
        { "https://gw.example.test/media", "btec94f9EVVDvGs48nNa6ngr37A=" },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_signature_is_the_HMAC_SHA1_of_the_URL_as_written(string url, string signature) =>
        Assert.Equal(signature, TwilioSignature.Compute(url, AuthToken));

    [Theory]
    [InlineData(Url, "wss://gw.example.test/media", "as written")]
    [InlineData(Url, "wss://gw.example.test/media/", "as written, slash toggled")]
    [InlineData(Url, "wss://gw.example.test:443/media", "with port 443")]
    [InlineData(Url, "wss://gw.example.test:443/media/", "with port 443, slash toggled")]
    [InlineData("wss://gw.example.test:443/media", "wss://gw.example.test/media", "without port")]
    [InlineData("wss://gw.example.test:8443/media", "wss://gw.example.test:8443/media", "as written")]
    [InlineData("wss://gw.example.test:8443/media", "wss://gw.example.test:8443/media/", "as written, slash toggled")]
    [InlineData("wss://gw.example.test:8443/media", "wss://gw.example.test/media", "without port")]
    [InlineData("wss://gw.example.test:8443/media", "wss://gw.example.test/media/", "without port, slash toggled")]
    [InlineData("wss://gw.example.test:8443/media", "wss://gw.example.test:443/media", "with port 443")]
    [InlineData("wss://gw.example.test/media/", "wss://gw.example.test/media", "as written, slash toggled")]
    [InlineData("wss://gw.example.test", "wss://gw.example.test/", "as written, slash toggled")]
    [InlineData("wss://gw.example.test/", "wss://gw.example.test", "as written, slash toggled")]
    [InlineData("wss://[2001:db8::1]/media", "wss://[2001:db8::1]:443/media", "with port 443")]
    [InlineData("wss://[2001:db8::1]:8443/media", "wss://[2001:db8::1]/media", "without port")]
    public void Each_form_that_may_have_been_signed_is_accepted(string written, string covered, string form) =>
        Assert.Equal(form, TwilioSignature.Match(written, Sign(covered), AuthToken));

    [Theory]
    [InlineData("https://gw.example.test/media")]
    [InlineData("ws://gw.example.test/media")]
    [InlineData("WSS://gw.example.test/media")]
    [InlineData("wss://gw.example.test:80/media")]
    [InlineData("wss://gw.example.test:8443/media")]
    [InlineData("wss://GW.example.test/media")]
    [InlineData("wss://gw.example.test/media//")]
    [InlineData("wss://gw.example.test/other")]
    [InlineData("wss://gw.example.test/media?x=1")]
    [InlineData("")]
    public void The_signature_of_any_other_URL_is_refused(string covered) => Assert.Null(TwilioSignature.Match(Url, Sign(covered), AuthToken));

    [Fact]
    public void The_signature_of_another_account_is_refused() =>
        Assert.Null(TwilioSignature.Match(Url, TwilioSignature.Compute(Url, AuthToken + "6"), AuthToken));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("ljqCtswr+6ww5NCO0o+BJvGFEgo")]
    [InlineData("ljqCtswr+6ww5NCO0o+BJvGFEgo==")]
    [InlineData(" ljqCtswr+6ww5NCO0o+BJvGFEgo=")]
    [InlineData("LJQCTSWR+6WW5NCO0O+BJVGFEGO=")]
    [InlineData("ljqCtswr 6ww5NCO0o BJvGFEgo=")]
    [InlineData("ljqCtswr+6ww5NCO0o+BJvGFEgo=,ljqCtswr+6ww5NCO0o+BJvGFEgo=")]
    [InlineData("\u4e16\u754c\0")]
    public void A_missing_or_damaged_signature_is_refused(string? signature) => Assert.Null(TwilioSignature.Match(Url, signature, AuthToken));

    /// <summary>The algorithm written down once more, so that a mistake in the one under test does not cancel out.</summary>
    private static string Sign(string url)
    {
#pragma warning disable CA5350 // Twilio's algorithm, not our choice.
        using var hmac = new HMACSHA1(Encoding.UTF8.GetBytes(AuthToken));
#pragma warning restore CA5350
        return Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(url)));
    }
}
