using System.Net;
using System.Text.Json;
using Gateway.Core;
using Gateway.Simulator.Webhook;
using Gateway.Tests.Support;
using Gateway.Webhook;
using Gateway.Webhook.Authentication;
using Microsoft.AspNetCore.Http;
using SecretPlace = Gateway.Webhook.Authentication.SecretPlace;

namespace Gateway.Tests.Delivery;

/// <summary>
/// A planted secret, token and transcript never show up: not in the log at its most talkative, not on the ledger, whatever the target
/// answers.
/// </summary>
public sealed class SecrecyTests
{
    private const string Secret = "planted+secret &<\"quoted\">=1";
    private const string ClientSecret = "planted client secret";
    private const string Token = "planted-token-of-some-length";
    private const string Text = "Planted \"words\" aren't for <anyone> & naïve 😀 eyes, my number is ####";
    private const string Unredacted = "Planted \"words\" aren't for <anyone> & naïve 😀 eyes, my number is 1234";

    private static readonly string[] Traces = ["planted", "anyone", "naïve", "na\\u00", "1234", "eyes"];

    [Theory]
    [InlineData(SecretPlace.Header)]
    [InlineData(SecretPlace.Query)]
    public async Task An_answer_that_repeats_the_request_is_cleaned(SecretPlace place)
    {
        await using var site = await TargetSite.StartAsync();
        await using var tokens = await TokensAsync(site);
        site.Receiver.Answer = new WebhookAnswer { Status = 500, Body = AnswerBody.Echo };
        await using var publisher = await PublisherHarness.StartAsync(Options(site, tokens, place));

        var loss = await publisher.FateAsync(Planted);
        Assert.Equal(500, loss!.Status);
        Assert.Contains("externalConversationId", loss.Detail, StringComparison.Ordinal);
        await MustNotTellAsync(publisher);
    }

    [Fact]
    public async Task So_is_one_that_repeats_single_words_of_detailed_tokens()
    {
        await using var site = await TargetSite.StartAsync();
        site.Receiver.Answer = new WebhookAnswer { Status = 500, Body = AnswerBody.Echo };
        await using var publisher = await PublisherHarness.StartAsync(site.Options());
        var words = Unredacted.Split(' ').Select((word, i) => new Word(word, TimeSpan.FromSeconds(i), TimeSpan.FromSeconds(i + 1), null));

        await publisher.FateAsync(PublisherHarness.Utterance(1, Unredacted) with { Words = [.. words] });
        await MustNotTellAsync(publisher);
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("PLANTED: {0}, {0}")]
    public async Task So_is_one_that_repeats_it_in_another_writing(string format)
    {
        await using var site = await TargetSite.StartAsync();
        await using var tokens = await TokensAsync(site);
        string[] written =
        [
            Text.ToUpperInvariant(), Uri.EscapeDataString(Text), WebUtility.HtmlEncode(Text), WebUtility.UrlEncode(Text), JsonSerializer.Serialize(Text),
            // The end of what is kept falls into the text.
            new string('x', 2030) + Text,
            Secret.ToLowerInvariant(), JsonSerializer.Serialize(Secret), WebUtility.HtmlEncode(Secret), WebUtility.UrlEncode(Secret),
        ];
        foreach (var text in written)
        {
            await using var echo = await LoopbackServer.StartAsync(site.Certificate, context =>
            {
                context.Response.StatusCode = 422;
                return context.Response.WriteAsync(format.Replace("PLANTED", "said", StringComparison.Ordinal).Replace("{0}", text, StringComparison.Ordinal));
            });
            await using var publisher = await PublisherHarness.StartAsync(Options(site, tokens, SecretPlace.Query, echo.Url));
            Assert.Equal(422, (await publisher.FateAsync(Planted))!.Status);
            await MustNotTellAsync(publisher);
        }
    }

    [Fact]
    public async Task Failures_of_every_other_kind_tell_nothing_either()
    {
        await using var site = await TargetSite.StartAsync();
        await using var tokens = await TokensAsync(site);
        var gone = await LoopbackServer.StartAsync(site.Certificate, _ => Task.CompletedTask);
        var nobody = gone.Url;
        await gone.DisposeAsync();
        WebhookOptions[] failing =
        [
            Options(site, tokens, SecretPlace.Query, nobody),
            Options(site, tokens, SecretPlace.Query, new Uri("https://name.invalid/")),
            Options(site, tokens, SecretPlace.Query, new Uri("https://169.254.169.254/")),
            Options(site, tokens, SecretPlace.Query, trust: new TlsOptions()),
        ];
        foreach (var options in failing)
        {
            await using var publisher = await PublisherHarness.StartAsync(options);
            Assert.NotNull(await publisher.FateAsync(Planted));
            await MustNotTellAsync(publisher);
        }

        foreach (var answer in new[]
        {
            new WebhookAnswer { Body = AnswerBody.Reset }, new WebhookAnswer { Gate = new TaskCompletionSource().Task }, new WebhookAnswer { Status = 401 },
            new WebhookAnswer { Status = 302, Location = new Uri(site.Receiver.Url, "/?" + Uri.EscapeDataString(Secret)) },
        })
        {
            site.Receiver.Answer = answer;
            await using var publisher = await PublisherHarness.StartAsync(Options(site, tokens, SecretPlace.Query));
            Assert.NotNull(await publisher.FateAsync(Planted));
            await MustNotTellAsync(publisher);
        }
    }

    [Fact]
    public async Task A_token_server_that_repeats_the_clients_secret_is_not_quoted()
    {
        await using var site = await TargetSite.StartAsync();
        await using var tokens = await LoopbackServer.StartAsync(site.Certificate, async context =>
        {
            context.Response.StatusCode = 400;
            using var reader = new StreamReader(context.Request.Body);
            await context.Response.WriteAsync(JsonSerializer.Serialize(new
            {
                error = context.Request.Headers.Authorization.ToString() + ClientSecret,
                error_description = await reader.ReadToEndAsync() + ClientSecret,
            }));
        });
        await using var publisher = await PublisherHarness.StartAsync(Options(site, tokens, SecretPlace.Header));

        Assert.Equal(LossReason.Token, (await publisher.FateAsync(Planted))!.Reason);
        await MustNotTellAsync(publisher);
    }

    private static Utterance Planted => PublisherHarness.Utterance(1, Text) with { UnredactedText = Unredacted };

    private static Task<LoopbackServer> TokensAsync(TargetSite site) => LoopbackServer.StartAsync(
        site.Certificate, context => context.Response.WriteAsync($$"""{"access_token":"{{Token}}","token_type":"Bearer","expires_in":600}"""));

    private static WebhookOptions Options(TargetSite site, LoopbackServer tokens, SecretPlace place, Uri? url = null, TlsOptions? trust = null) => new()
    {
        Url = url ?? site.Receiver.Url,
        Tls = trust ?? new() { CaFile = site.AuthorityFile },
        Timeout = TimeSpan.FromSeconds(2),
        DrainTimeout = TimeSpan.Zero,
        Secret = new() { Name = "X-Key", Value = new Secret(Secret), In = place },
        OAuth2 = new()
        {
            TokenUrl = tokens.Url,
            ClientId = "gateway",
            ClientSecret = new Secret(ClientSecret),
            Tls = new() { CaFile = site.AuthorityFile },
        },
    };

    private static async Task MustNotTellAsync(PublisherHarness publisher)
    {
        // A loss stands in the ledger a moment before it stands in the log.
        await Eventually.HoldsAsync(() => publisher.Log.Lines.Any());
        var told = string.Join('\n', [.. publisher.Log.Lines, .. publisher.Accounts.Latest.Select(loss => loss.ToString())]);
        foreach (var trace in Traces)
            Assert.DoesNotContain(trace, told, StringComparison.OrdinalIgnoreCase);
    }
}
