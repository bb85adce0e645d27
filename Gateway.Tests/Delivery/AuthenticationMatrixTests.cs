using System.Text.RegularExpressions;
using Gateway.Core;
using Gateway.Tests.Support;
using Gateway.Webhook;
using Gateway.Webhook.Authentication;
using Xunit.Abstractions;

namespace Gateway.Tests.Delivery;

/// <summary>
/// Each way to authenticate against a real counterpart: taken with the right credential, refused with a wrong one and with none, and what
/// the operator reads then.
/// </summary>
public sealed partial class AuthenticationMatrixTests(RealTarget target, ITestOutputHelper output) : IClassFixture<RealTarget>
{
    private static readonly Dictionary<string, Func<RealTarget, Mechanism>> Mechanisms = new()
    {
        ["custom CA"] = target => new(
            target.Options(Door.Open),
            target.Options(Door.Open, new TlsOptions { CaFile = target.Strangers.File }), new(LossReason.Tls, null, "PartialChain"),
            target.Options(Door.Open, new TlsOptions()), new(LossReason.Tls, null, "PartialChain")),
        ["mTLS, RSA key"] = target => Certificate(target, target.Tls(target.Clients.IssueRsaClient("rsa"))),
        ["mTLS, EC key"] = target => Certificate(target, target.Tls(target.Clients.IssueClient("ec"))),
        ["mTLS, key with passphrase"] = target => Certificate(target, target.Tls(target.Clients.IssueClient("locked", "open sesame"), "open sesame")),
        ["secret in header"] = target => Secret(target, Door.Header, SecretPlace.Header),
        ["secret in query"] = target => Secret(target, Door.Query, SecretPlace.Query),
        ["OAuth2, Basic"] = target => Token(target, ClientAuthentication.Basic),
        ["OAuth2, body"] = target => Token(target, ClientAuthentication.Body),
        ["mTLS + secret + OAuth2"] = target => Everything(target),
    };

    public static TheoryData<string> Names => new(Mechanisms.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_mechanism_opens_its_door_and_nothing_else_does(string name)
    {
        var mechanism = Mechanisms[name](target);

        Assert.Null(await FateAsync(mechanism.Right));
        var wrong = await FateAsync(mechanism.Wrong);
        var none = await FateAsync(mechanism.None);
        output.WriteLine($"| {name} | accepted | {Told(wrong)} | {Told(none)} |");

        mechanism.WhenWrong.MustBe(wrong);
        mechanism.WhenNone.MustBe(none);
    }

    [Fact]
    public async Task A_token_for_another_audience_is_not_even_issued()
    {
        var loss = await FateAsync(target.Options(Door.Token, oauth2: target.OAuth2(ClientAuthentication.Basic, audience: "https://elsewhere.example/")));

        output.WriteLine(Told(loss));
        new Expected(LossReason.Token, null, "400, invalid_target").MustBe(loss);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused()
    {
        var loss = await FateAsync(target.Options(Door.OtherName));

        output.WriteLine(Told(loss));
        new Expected(LossReason.Tls, null, "RemoteCertificateNameMismatch").MustBe(loss);
    }

    private static Mechanism Certificate(RealTarget target, TlsOptions tls) => new(
        target.Options(Door.Certificate, tls),
        target.Options(Door.Certificate, target.Tls(target.Strangers.IssueClient("stranger"))),
        new(LossReason.Status, 400, "The SSL certificate error"),
        target.Options(Door.Certificate), new(LossReason.Status, 400, "No required SSL certificate was sent"));

    private static Mechanism Secret(RealTarget target, Door door, SecretPlace place) => new(
        target.Options(door, secret: RealTarget.SecretIn(place)),
        target.Options(door, secret: RealTarget.SecretIn(place, "another secret")),
        new(LossReason.Status, 401, "401 Authorization Required"),
        target.Options(door), new(LossReason.Status, 401, "401 Authorization Required"));

    private static Mechanism Token(RealTarget target, ClientAuthentication authentication) => new(
        target.Options(Door.Token, oauth2: target.OAuth2(authentication)),
        target.Options(Door.Token, oauth2: target.OAuth2(authentication, "another secret")),
        new(LossReason.Token, null, "401, invalid_client"),
        target.Options(Door.Token), new(LossReason.Status, 401, "401 Authorization Required"));

    private static Mechanism Everything(RealTarget target)
    {
        var tls = target.Tls(target.Clients.IssueClient("everything"));
        var token = target.OAuth2(ClientAuthentication.Basic);
        return new(
            target.Options(Door.Everything, tls, RealTarget.SecretIn(SecretPlace.Header), token),
            target.Options(Door.Everything, tls, RealTarget.SecretIn(SecretPlace.Header, "another secret"), token),
            new(LossReason.Status, 401, "401 Authorization Required"),
            target.Options(Door.Everything), new(LossReason.Status, 400, "No required SSL certificate was sent"));
    }

    private static async Task<Loss?> FateAsync(WebhookOptions options)
    {
        await using var publisher = await PublisherHarness.StartAsync(options);
        return await publisher.FateAsync();
    }

    private static string Told(Loss? loss) =>
        loss is null ? "accepted" : $"{LossReasonNames.Of(loss.Reason)} {loss.Status}: {White().Replace(Tag().Replace(loss.Detail ?? "", " "), " ").Trim()}";

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex White();

    private sealed record Mechanism(WebhookOptions Right, WebhookOptions Wrong, Expected WhenWrong, WebhookOptions None, Expected WhenNone);

    /// <param name="Reason">What the ledger says.</param>
    /// <param name="Status">The target's.</param>
    /// <param name="Detail">Matches what the operator reads.</param>
    private sealed record Expected(LossReason Reason, int? Status, string Detail)
    {
        public void MustBe(Loss? loss)
        {
            Assert.NotNull(loss);
            Assert.Equal((Reason, Status), (loss.Reason, loss.Status));
            Assert.Matches(Detail, loss.Detail);
        }
    }
}
