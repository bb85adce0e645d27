using Gateway.Core;
using Gateway.Simulator.Webhook;
using Gateway.Tests.Support;
using Gateway.Webhook;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Gateway.Tests.Delivery;

/// <summary>
/// What targets do to whoever posts to them. In both versions of HTTP a message is lost for a reason, and the next one goes out.
/// </summary>
public sealed class BadTargetTests
{
    public static TheoryData<HttpProtocols> Versions => new(HttpProtocols.Http1, HttpProtocols.Http2);

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_redirect_is_not_followed(HttpProtocols version)
    {
        await using var site = await TargetSite.StartAsync(version);
        site.Receiver.Answer = new WebhookAnswer { Status = 307, Location = new Uri(site.Receiver.Url, "/elsewhere"), Once = true };
        await using var publisher = await PublisherHarness.StartAsync(site.Options());

        MustBe(LossReason.Status, 307, await publisher.FateAsync());
        Assert.Null(await publisher.FateAsync());
        Assert.Equal(["/", "/"], site.Receiver.Transcripts.Snapshot().Select(transcript => transcript.Target));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task An_endless_answer_is_read_no_further_than_its_limit(HttpProtocols version)
    {
        await using var site = await TargetSite.StartAsync(version);
        site.Receiver.Answer = new WebhookAnswer { Status = 500, Body = AnswerBody.Endless, Once = true };
        await using var publisher = await PublisherHarness.StartAsync(site.Options());

        var began = TimeProvider.System.GetTimestamp();
        var loss = await publisher.FateAsync();
        MustBe(LossReason.Status, 500, loss);
        Assert.Equal(new string('x', 2048), loss!.Detail);
        // It is the limit that has ended it and not the timeout.
        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(15));
        Assert.Null(await publisher.FateAsync());
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task An_endless_answer_to_an_accepted_message_does_no_harm(HttpProtocols version)
    {
        await using var site = await TargetSite.StartAsync(version);
        site.Receiver.Answer = new WebhookAnswer { Body = AnswerBody.Endless, Once = true };
        await using var publisher = await PublisherHarness.StartAsync(site.Options());

        Assert.Null(await publisher.FateAsync());
        Assert.Null(await publisher.FateAsync());
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task An_answer_that_comes_byte_by_byte_is_cut_off_by_the_timeout(HttpProtocols version)
    {
        await using var site = await TargetSite.StartAsync(version);
        site.Receiver.Answer = new WebhookAnswer { Body = AnswerBody.Trickle, Once = true };
        await using var publisher = await PublisherHarness.StartAsync(site.Options(timeout: TimeSpan.FromSeconds(1)));

        MustBe(LossReason.Timeout, null, await publisher.FateAsync());
        await TakesAgainAsync(publisher);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_connection_reset_in_the_middle_of_an_answer_is_a_lost_connection(HttpProtocols version)
    {
        await using var site = await TargetSite.StartAsync(version);
        site.Receiver.Answer = new WebhookAnswer { Body = AnswerBody.Reset, Once = true };
        await using var publisher = await PublisherHarness.StartAsync(site.Options());

        var loss = await publisher.FateAsync();
        MustBe(LossReason.Connect, null, loss);
        Assert.False(string.IsNullOrEmpty(loss!.Detail));
        Assert.Null(await publisher.FateAsync());
        // Sent once: what the target had done with it nobody knows.
        Assert.Equal(2, site.Receiver.Transcripts.Snapshot().Count);
    }

    [Fact]
    public async Task A_server_that_hangs_up_for_lack_of_a_certificate_is_a_lost_connection()
    {
        await using var site = await TargetSite.StartAsync();
        await using var strict = await LoopbackServer.StartAsync(site.Certificate, _ => Task.CompletedTask, ClientCertificateMode.RequireCertificate);
        await using var publisher = await PublisherHarness.StartAsync(new WebhookOptions { Url = strict.Url, Tls = new() { CaFile = site.AuthorityFile } });

        var loss = await publisher.FateAsync();
        MustBe(LossReason.Connect, null, loss);
        Assert.False(string.IsNullOrEmpty(loss!.Detail));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Connections_are_used_again(HttpProtocols version)
    {
        await using var site = await TargetSite.StartAsync(version);
        await using var publisher = await PublisherHarness.StartAsync(site.Options(lanes: 4));
        for (var i = 0; i < 400; i++)
            publisher.Say(i % 8, "One of many.");
        await publisher.SettledAsync();

        Assert.Equal(400, publisher.Accounts.Delivered);
        Assert.InRange(site.Receiver.Connections, 1, version == HttpProtocols.Http2 ? 1 : 4);
    }

    [Fact]
    public async Task A_refusal_leaves_its_connection_usable()
    {
        await using var site = await TargetSite.StartAsync(HttpProtocols.Http1);
        site.Receiver.Answer = new WebhookAnswer { Status = 503, Body = AnswerBody.Echo };
        await using var publisher = await PublisherHarness.StartAsync(site.Options(lanes: 1));
        for (var i = 0; i < 20; i++)
            MustBe(LossReason.Status, 503, await publisher.FateAsync());

        Assert.Equal(1, site.Receiver.Connections);
    }

    [Fact]
    public async Task The_log_tells_once_that_a_target_fails_and_once_that_it_has_recovered()
    {
        await using var site = await TargetSite.StartAsync();
        await using var publisher = await PublisherHarness.StartAsync(site.Options());
        site.Receiver.Answer = new WebhookAnswer { Status = 503 };
        for (var i = 0; i < 20; i++)
            await publisher.FateAsync();
        site.Receiver.Answer = WebhookAnswer.Ok;
        for (var i = 0; i < 20; i++)
            await publisher.FateAsync();

        Assert.Equal((1, 1), (publisher.Log.Count(3001), publisher.Log.Count(3002)));
    }

    [Fact]
    public async Task A_target_that_refuses_every_second_message_does_not_fill_the_log()
    {
        await using var site = await TargetSite.StartAsync();
        await using var publisher = await PublisherHarness.StartAsync(site.Options());
        for (var i = 0; i < 20; i++)
        {
            site.Receiver.Answer = new WebhookAnswer { Status = 503, Once = true };
            await publisher.FateAsync();
            await publisher.FateAsync();
        }

        Assert.Equal((1, 1), (publisher.Log.Count(3001), publisher.Log.Count(3002)));
    }

    /// <summary>With a short timeout a single message may fail on a busy machine; not all of them.</summary>
    private static Task TakesAgainAsync(PublisherHarness publisher) => Eventually.HoldsAsync(async () => await publisher.FateAsync() is null);

    private static void MustBe(LossReason reason, int? status, Loss? loss)
    {
        Assert.NotNull(loss);
        Assert.Equal((reason, status), (loss.Reason, loss.Status));
    }
}
