using System.Text.Json;
using Gateway.Core;
using Gateway.Host.Security;
using Gateway.Tests.Support;

namespace Gateway.Tests.Protocol;

/// <summary>The tokens in stream URLs are JSON web tokens, as a library sees them that shares no code with the gateway.</summary>
public sealed class IndependentTokenTests
{
    private const string Key = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string OtherKey = "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";
    private const string Issuer = "twilio-gateway";
    private const string Audience = "mg-twilio-autotranscribe";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ManualTime _time = new();
    private readonly StreamToken _tokens;

    public IndependentTokenTests() => _tokens = new StreamToken(new Secret(Key), previous: null, Lifetime, _time);

    private long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    [Fact]
    public async Task A_token_of_ours_is_accepted_by_another_library()
    {
        var answer = await VerifyAsync(_tokens.Issue("key-1"), Key, Now);

        Assert.True(answer.TryGetProperty("claims", out var claims), answer.ToString());
        Assert.Equal("JWT", answer.GetProperty("header").GetProperty("typ").GetString());
        Assert.Equal("key-1", claims.GetProperty("sub").GetString());
        Assert.Equal(Now, claims.GetProperty("iat").GetInt64());
        Assert.Equal(Now + 300, claims.GetProperty("exp").GetInt64());
        Assert.NotEmpty(claims.GetProperty("jti").GetString()!);
    }

    [Fact]
    public async Task Another_library_refuses_it_with_another_key_or_too_late()
    {
        var token = _tokens.Issue("key-1");

        Assert.Equal("ERR_JWS_SIGNATURE_VERIFICATION_FAILED", Refused(await VerifyAsync(token, OtherKey, Now)));
        Assert.Equal("ERR_JWT_EXPIRED", Refused(await VerifyAsync(token, Key, Now + 301)));

        static string? Refused(JsonElement answer) => answer.GetProperty("refused").GetString();
    }

    [Fact]
    public async Task A_token_by_another_library_is_accepted_and_whatever_is_wrong_with_one_is_found()
    {
        var kid = (await VerifyAsync(_tokens.Issue("key-1"), Key, Now)).GetProperty("header").GetProperty("kid").GetString()!;
        (string What, TokenRefusal? Expected, object Question)[] cases =
        [
            ("right", null, Sign(kid)),
            ("with members that nobody knows", null, Sign(kid, claims => claims["azp"] = new[] { "x" }, header => header["cty"] = "x")),
            ("about to expire", null, Sign(kid, claims => claims["exp"] = Now)),
            ("from a clock that is 5 s ahead", null, Sign(kid, claims => claims["iat"] = Now + 5)),
            ("unsigned", TokenRefusal.Malformed, Sign(kid, header: header => header["alg"] = "none")),
            ("of another algorithm", TokenRefusal.Malformed, Sign(kid, header: header => header["alg"] = "HS512")),
            ("without key id", TokenRefusal.Malformed, Sign(kid, header: header => header.Remove("kid"))),
            ("of an unknown key", TokenRefusal.UnknownKey, Sign("00000000")),
            ("signed by another key in this one's name", TokenRefusal.WrongSignature, Sign(kid, key: OtherKey)),
            ("for somebody else", TokenRefusal.WrongAudience, Sign(kid, claims => claims["aud"] = "somebody-else")),
            ("for nobody", TokenRefusal.WrongAudience, Sign(kid, claims => claims.Remove("aud"))),
            ("by somebody else", TokenRefusal.WrongAudience, Sign(kid, claims => claims["iss"] = "somebody-else")),
            ("expired", TokenRefusal.Expired, Sign(kid, claims => claims["exp"] = Now - 5)),
            ("without expiry", TokenRefusal.Expired, Sign(kid, claims => claims.Remove("exp"))),
            ("from the future", TokenRefusal.NotYetValid, Sign(kid, claims => claims["iat"] = Now + 6)),
            ("with a time beyond the calendar", TokenRefusal.Malformed, Sign(kid, claims => claims["exp"] = 9_000_000_000_000_000)),
            ("with a time that is no number", TokenRefusal.Malformed, Sign(kid, claims => claims["exp"] = "soon")),
        ];

        var answers = await Node.AskAsync("token.mjs", [.. cases.Select(it => it.Question)]);

        Assert.All(cases.Zip(answers), it =>
            Assert.Equal((it.First.What, it.First.Expected), (it.First.What, _tokens.Check(it.Second.GetProperty("token").GetString()))));
    }

    [Fact]
    public void A_token_that_was_touched_anywhere_is_refused()
    {
        var token = _tokens.Issue("key-1");
        for (var i = 0; i < token.Length - 1; i++)
        {
            var touched = token.ToCharArray();
            touched[i] = touched[i] == 'A' ? 'B' : 'A';
            Assert.NotNull(_tokens.Check(new string(touched)));
        }

        Assert.Null(_tokens.Check(token));
    }

    [Theory]
    [InlineData(null, TokenRefusal.Missing)]
    [InlineData("", TokenRefusal.Missing)]
    [InlineData("a.b", TokenRefusal.Malformed)]
    [InlineData("a.b.c.d", TokenRefusal.Malformed)]
    [InlineData("..", TokenRefusal.Malformed)]
    [InlineData("\u00fc.\u00fc.\u00fc", TokenRefusal.Malformed)]
    [InlineData("bnVsbA.bnVsbA.bnVsbA", TokenRefusal.Malformed)]
    [InlineData("eyJhbGciOiJIUzI1NiIsImtpZCI6Ilx1ZDgwMCJ9.e30.AA", TokenRefusal.Malformed)]
    internal void What_is_no_token_at_all_is_refused(string? token, TokenRefusal expected) => Assert.Equal(expected, _tokens.Check(token));

    private object Sign(
        string kid, Action<Dictionary<string, object>>? claims = null, Action<Dictionary<string, object>>? header = null, string key = Key)
    {
        var said = new Dictionary<string, object> { ["iss"] = Issuer, ["aud"] = Audience, ["sub"] = "key-1", ["iat"] = Now, ["exp"] = Now + 300, ["jti"] = "1" };
        var head = new Dictionary<string, object> { ["alg"] = "HS256", ["typ"] = "JWT", ["kid"] = kid };
        claims?.Invoke(said);
        header?.Invoke(head);
        return new { sign = said, header = head, key };
    }

    private static async Task<JsonElement> VerifyAsync(string token, string key, long now) =>
        (await Node.AskAsync("token.mjs", new { verify = token, key, audience = Audience, issuer = Issuer, now }))[0];
}
