using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Core;
using Gateway.Tests.Support;
using Gateway.Webhook;
using Gateway.Webhook.Authentication;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Delivery;

/// <summary>Signed messages, checked by a target that has read the Standard Webhooks convention and not our code.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The runner calls DisposeAsync.")]
public sealed class SignatureTests : IAsyncLifetime
{
    private static readonly string Known = SecretOf(1);
    private static readonly string Next = SecretOf(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-signature-").FullName;
    private readonly PrivateAuthority _authority;
    private readonly HashSet<string> _ids = [];
    private LoopbackServer? _target;

    public SignatureTests() => _authority = new PrivateAuthority(_folder, "servers");

    public async Task InitializeAsync() => _target = await LoopbackServer.StartAsync(_authority.IssueServer("127.0.0.1"), CheckAsync);

    public async Task DisposeAsync()
    {
        await _target!.DisposeAsync();
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_message_is_accepted_by_a_target_that_knows_the_secret() => Assert.Null(await FateAsync(new() { Key = new Secret(Known) }));

    [Fact]
    public async Task While_secrets_are_changed_a_target_that_knows_either_accepts()
    {
        Assert.Null(await FateAsync(new() { Key = new Secret(Next), PreviousKey = new Secret(Known) }));
        Assert.Null(await FateAsync(new() { Key = new Secret(Known), PreviousKey = new Secret(Next) }));
    }

    [Fact]
    public async Task A_message_signed_with_another_secret_is_refused() => Assert.Equal(401, (await FateAsync(new() { Key = new Secret(Next) }))!.Status);

    [Fact]
    public async Task A_message_without_signature_is_refused() => Assert.Equal(401, (await FateAsync(null))!.Status);

    [Fact]
    public async Task Each_message_has_an_id_of_its_own()
    {
        await using var publisher = await PublisherHarness.StartAsync(Options(new() { Key = new Secret(Known) }));
        for (var i = 0; i < 20; i++)
            publisher.Say(i, "Good morning.");
        await publisher.SettledAsync();

        Assert.Equal(20, _ids.Count);
        Assert.All(_ids, id => Assert.DoesNotContain('.', id));
    }

    private static string SecretOf(byte seed) => "whsec_" + Convert.ToBase64String(Enumerable.Repeat(seed, 32).ToArray());

    private async Task<Loss?> FateAsync(SignatureOptions? signature)
    {
        await using var publisher = await PublisherHarness.StartAsync(Options(signature));
        return await publisher.FateAsync("Grüß Gott, \"good\" morning.");
    }

    private WebhookOptions Options(SignatureOptions? signature) => new() { Url = _target!.Url, Tls = new() { CaFile = _authority.File }, Signature = signature };

    private async Task CheckAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var (id, timestamp, signatures) = (Header("webhook-id"), Header("webhook-timestamp"), Header("webhook-signature"));
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(Known["whsec_".Length..]));
        hmac.AppendData(Encoding.ASCII.GetBytes(id + "." + timestamp + "."));
        hmac.AppendData(body.ToArray());
        var expected = "v1," + Convert.ToBase64String(hmac.GetHashAndReset());
        var age = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - (long.TryParse(timestamp, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0);
        lock (_ids)
            _ids.Add(id);
        context.Response.StatusCode = signatures.Split(' ').Contains(expected) && Math.Abs(age) <= 300 ? 204 : 401;

        string Header(string name) => context.Request.Headers[name].ToString();
    }
}
