using System.Text;
using Gateway.Media.Twilio;

namespace Gateway.Tests.Protocol;

/// <summary>The signatures that Twilio and its SDKs publish, and what must not pass for one.</summary>
public sealed class TwilioWebhookSignatureTests
{
    private const string AuthToken = "12345";
    private const string Url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    private const string Call = "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212";
    private const string Json = "{\"property\": \"value\", \"boolean\": true}";

    /// <summary>URL, form body, signature.</summary>
    public static TheoryData<string, string, string> Forms => new()
    {
        { Url, Call, "RSOYDt4T1cUTdK1PDd93/VVr8B8=" },
        { "https://mycompany.com:443/myapp.php?foo=1&bar=2", Call, "kvajT1Ptam85bY51eRf/AJRuM3w=" },
        { "http://mycompany.com:80/myapp.php?foo=1&bar=2", Call, "0ZXoZLH/DfblKGATFgpif+LLRf4=" },
        { "http://mycompany.com:1234/myapp.php?foo=1&bar=2", Call, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=" },
        { "https://mycompany.com:1234/myapp.php?foo=1&bar=2", Call, "CYn1h0gLBdNxDGkKJg6hYohgeD8=" },
        { "https://MyCompany.com/myapp.php?foo=1&bar=2", Call, "g9IN/x4Cft2g517EjYvEvM/W7LU=" },
        { "https://MyCompany.com:1234/myapp.php?foo=1&bar=2", Call, "PCqOZm8cnu/L6+u5i5fuEd+Iac4=" },
        { "http://MyCompany.com/myapp.php?foo=1&bar=2", Call, "XY7AlKOKL6im4yWyX84gldUrtis=" },
        { "http://username:password@MyCompany.com/myapp.php?foo=1&bar=2", Call, "PJ08CxXr7KLPjEQCTc8LkUSMwSM=" },
        { "https://user:pass@mycompany.com/myapp.php?foo=1&bar=2", Call, "CukzLTc1tT5dXEDIHm/tKBanW10=" },
        { "https://mycompany.com/myapp.php?foo=1&bar=2&Body=It%27s+amazing", Call, "TfZzewPq8wqrGlMfyAud8+/IvJ0=" },
        { Url, Call + "&Reason=Participant&ReasonConferenceEnded=test", "vOEb5UThFn24KEfnOFLQY2AE5FY=" },
        { "http://mycompany.com/myapp.php?foo=1&bar=2", Call + "&Reason=Participant&ReasonConferenceEnded=test", "n2xBNyzSW7rfYStDtOFiFMv7qNo=" },
        { Url, "property=value&boolean=true", "NBdBDr/T/lgjI+tlgpXjKZQZs/k=" },
        { Url, "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234", "IK+Dwps556ElfBT0I3Rgjkr1wJU=" },
        { Url, "MessagingBinding.Address=%2B1415xxxxxxx&MessagingBinding.Address=%2B1325xxxxxxx", "83O6e2vORAoJHUNzJjDWN1jz+BA=" },
        { Url + "&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620", "", "a9nBmqA0ju/hNViExpshrM61xv4=" },
        { "https://mycompany.com/myapp.php?bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620", "", "y77kIzt2vzLz71DgmJGsen2scGs=" },
        { "https://mycompany.com:443/myapp.php?foo=1&bar=2&bodySHA256=44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", "", "Ldidvp12m26NI7eqEvxnEpkd9Hc=" },
        { "https://example.com/myapp.php?foo=1&bar=2", Call.Replace("75309", "75310", StringComparison.Ordinal), "L/OH5YylLD5NRKLltdqwSvS0BnU=" },
        { Url, Call.Replace("75309", "75310", StringComparison.Ordinal), "GvWf1cFY/Q7PnoempGyD5oXAezc=" },
        { Url, Call.Replace("14158675309", "12349013030", StringComparison.Ordinal), "0/KCTR6DLpKmkAf8muzZqo1nDgQ=" },
        { StreamStatus, StreamStarted, "67P49nJw6c31mX0HMY53PXFJI00=" },
        { StreamStatus + "?" + StreamStarted, "", "dTSVAml+Ft554nKYyockWjPmJkE=" },
    };

    private static string StreamStatus => "https://gw.example.test/stream-status";

    private static string StreamStarted =>
        $"AccountSid=AC{1:D32}&CallSid=CA{2:D32}&StreamSid=MZ{3:D32}&StreamName=leg-a&StreamEvent=stream-started&Timestamp=2026-11-20T13%3A00%3A00.000Z";

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_published_signature_is_computed_and_accepted(string url, string body, string signature)
    {
        var parameters = TwilioForm.Parse(body);

        Assert.Equal(signature, TwilioWebhookSignature.Compute(url, parameters, AuthToken));
        Assert.Equal("as written", TwilioWebhookSignature.Match(url, parameters, signature, AuthToken));
        Assert.Null(TwilioWebhookSignature.Match(url, parameters, "NOT" + signature, AuthToken));
        Assert.Null(TwilioWebhookSignature.Match(url, parameters.Append(new("Another", "")), signature, AuthToken));
    }

    [Theory]
    [InlineData("https://mycompany.com/a?x=1", "https://mycompany.com:443/a?x=1", "with standard port")]
    [InlineData("http://mycompany.com/a?x=1", "http://mycompany.com:80/a?x=1", "with standard port")]
    [InlineData("https://mycompany.com:1234/a", "https://mycompany.com/a", "without port")]
    [InlineData("https://mycompany.com:1234/a", "https://mycompany.com:443/a", "with standard port")]
    [InlineData("https://[2001:db8::1]:1234/a", "https://[2001:db8::1]/a", "without port")]
    [InlineData("https://user:pass@mycompany.com:1234/a", "https://mycompany.com/a", "without port, without credentials")]
    [InlineData("https://user:pass@mycompany.com:1234/a", "https://mycompany.com:1234/a", "as written, without credentials")]
    [InlineData("https://mycompany.com/a#rc=3&rp=5xx", "https://mycompany.com/a", "as written")]
    [InlineData("https://mycompany.com/a?Body=It's+\u00fc", "https://mycompany.com/a?Body=It%27s+%C3%BC", "as written, query escaped")]
    [InlineData("https://mycompany.com/a?Body=It%27s+good&x&y=1", "https://mycompany.com/a?Body=It's%20good&x=&y=1", "as written, query encoded anew")]
    public void Each_form_that_may_have_been_signed_is_accepted(string given, string covered, string form) =>
        Assert.Equal(form, TwilioWebhookSignature.Match(given, [], TwilioSignature.Compute(covered, AuthToken), AuthToken));

    [Theory]
    [InlineData("https://MyCompany.com/myapp.php?foo=1&bar=2")]
    [InlineData("http://mycompany.com/myapp.php?foo=1&bar=2")]
    [InlineData("https://mycompany.com:80/myapp.php?foo=1&bar=2")]
    [InlineData("https://mycompany.com/myapp.php/?foo=1&bar=2")]
    [InlineData("https://mycompany.com/myapp.php?bar=2&foo=1")]
    [InlineData("https://mycompany.com/myapp.php")]
    [InlineData("")]
    public void The_signature_of_any_other_URL_is_refused(string covered) =>
        Assert.Null(TwilioWebhookSignature.Match(Url, [], TwilioSignature.Compute(covered, AuthToken), AuthToken));

    [Fact]
    public void A_body_must_be_the_one_whose_hash_was_signed()
    {
        var body = Encoding.UTF8.GetBytes(Json);
        var url = TwilioWebhookSignature.WithBodyHash(Url, body);

        Assert.Equal("as written", TwilioWebhookSignature.MatchBody(url, body, "a9nBmqA0ju/hNViExpshrM61xv4=", AuthToken));
        Assert.Null(TwilioWebhookSignature.MatchBody(url, body.AsSpan()[..^1], "a9nBmqA0ju/hNViExpshrM61xv4=", AuthToken));
        Assert.Null(TwilioWebhookSignature.MatchBody(url, body, "b9nBmqA0ju/hNViExpshrM61xv4=", AuthToken));
        Assert.Null(TwilioWebhookSignature.MatchBody(Url, body, TwilioSignature.Compute(Url, AuthToken), AuthToken));
    }

    [Fact]
    public void A_hash_in_capitals_or_given_a_second_time_is_none()
    {
        var body = Encoding.UTF8.GetBytes(Json);
        var hashed = TwilioWebhookSignature.WithBodyHash("https://mycompany.com/", body);
        var capitals = hashed.Replace("0a1ff", "0A1FF", StringComparison.Ordinal);
        var second = hashed.Replace("?", "?bodySHA256=00&", StringComparison.Ordinal);

        Assert.All([capitals, second], url => Assert.Null(TwilioWebhookSignature.MatchBody(url, body, TwilioSignature.Compute(url, AuthToken), AuthToken)));
    }

    [Fact]
    public void A_form_is_read_without_trimming_folding_or_dropping() => Assert.Equal(
        [new("a", " x "), new("A", ""), new("a", "y"), new("", "z"), new("b", "1=2"), new("\u00fc", "\U0001F600")],
        TwilioForm.Parse("a=+x%20&A&&a=y&=z&b=1=2&%C3%BC=%F0%9F%98%80"));

    /// <summary>Not a theory: an attribute cannot hold half a character.</summary>
    [Fact]
    public void No_input_makes_it_throw() => Assert.All(
        ["", ":", "://", "https://", "https://:", "https://@", "https://a:@:b@[::1]:?#", "https://h?%&%2&%zz=%C3&=&==&\ud800", "\0\uffff\udc00#?bodySHA256"],
        text =>
        {
            var parameters = TwilioForm.Parse(text).Append(new(text, text)).Append(default).ToList();

            Assert.Null(TwilioSignature.Match(text, text, AuthToken));
            Assert.Null(TwilioWebhookSignature.Match(text, parameters, text, AuthToken));
            Assert.Null(TwilioWebhookSignature.MatchBody(text, Encoding.UTF8.GetBytes(text), text, AuthToken));
            Assert.NotNull(TwilioWebhookSignature.Match(text, parameters, TwilioWebhookSignature.Compute(text, parameters, ""), ""));
        });
}
