using System.Net;
using Gateway.Core;
using Gateway.Simulator.Webhook;

namespace Gateway.Tests.EndToEnd;

/// <summary>
/// A target that does not take what it is sent (api.md 4.3): what is lost is on record, and what comes later is delivered.
/// </summary>
[Collection(EndToEndCollection.Name)]
public sealed class WebhookTargetTests(WebhookTargetTests.ImpatientPublisher gateway) : IClassFixture<WebhookTargetTests.ImpatientPublisher>, IAsyncLifetime
{
    private TestCall? _call;

    private TestCall Call => _call!;

    public async Task InitializeAsync()
    {
        _call = await TestCall.DialAsync(gateway);
        await Call.StartsAsync();
    }

    public async Task DisposeAsync()
    {
        gateway.Receiver.Answer = WebhookAnswer.Ok;
        await Call.DisposeAsync();
    }

    [Fact]
    public async Task An_error_is_recorded_and_the_next_message_is_delivered()
    {
        gateway.Receiver.Answer = new WebhookAnswer { Status = 500 };
        await Call.HearsAsync(Spoken.TakesTheOffer);
        var loss = await LossAsync();
        Assert.Equal((LossReason.Status, 500), (loss.Reason, loss.Status));

        gateway.Receiver.Answer = WebhookAnswer.Ok;
        await Call.HearsAsync(Spoken.LooksUp);
        await Call.StopsAsync();

        // The refused one once and never again, then the next.
        var transcripts = await Call.TranscriptsAsync(2);
        Assert.Equal(loss.Stream.ToString(), transcripts[0].Message.StreamId);
        Spoken.Matches(Spoken.LooksUp, transcripts[1].Message.Text);
        await MustTellNothingOfAsync(Spoken.TakesTheOffer, "status 500");
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    public async Task A_redirect_is_a_refusal_and_never_followed(int status)
    {
        gateway.Receiver.Answer = new WebhookAnswer { Status = status, Location = new Uri(gateway.Receiver.Url, "/elsewhere") };
        await Call.HearsAsync(Spoken.TakesTheOffer);
        var loss = await LossAsync();
        Assert.Equal((LossReason.Status, status), (loss.Reason, loss.Status));

        gateway.Receiver.Answer = WebhookAnswer.Ok;
        await Call.HearsAsync(Spoken.LooksUp);
        await Call.StopsAsync();
        Assert.All(await Call.TranscriptsAsync(2), transcript => Assert.Equal("/transcripts", transcript.Target));
    }

    [Fact]
    public async Task A_target_that_does_not_answer_in_time_costs_that_message_and_not_the_next()
    {
        var never = new TaskCompletionSource();
        gateway.Receiver.Answer = new WebhookAnswer { Gate = never.Task };
        await Call.HearsAsync(Spoken.TakesTheOffer);
        var loss = await LossAsync();
        Assert.Equal((LossReason.Timeout, null), (loss.Reason, loss.Status));

        gateway.Receiver.Answer = WebhookAnswer.Ok;
        await Call.HearsAsync(Spoken.LooksUp);
        await Call.StopsAsync();
        Spoken.Matches(Spoken.LooksUp, (await Call.TranscriptsAsync(2))[1].Message.Text);
        await MustTellNothingOfAsync(Spoken.TakesTheOffer, "timeout");
    }

    [Fact]
    public async Task A_target_that_hangs_does_not_hold_up_other_calls()
    {
        var never = new TaskCompletionSource();
        gateway.Receiver.Answer = new WebhookAnswer { Gate = never.Task };
        await using var other = await TestCall.DialAsync(gateway);
        await other.StartsAsync();
        await Task.WhenAll(Call.HearsAsync(Spoken.TakesTheOffer), other.HearsAsync(Spoken.TakesTheOffer));

        // Both are on their way at once: the second did not wait for the first to fail.
        await Task.WhenAll(Call.TranscriptsAsync(1), other.TranscriptsAsync(1));
        await LossAsync();
    }

    [Fact]
    public async Task A_target_that_is_down_gets_what_is_said_after_it_has_come_back()
    {
        await gateway.StopReceiverAsync();
        await Call.HearsAsync(Spoken.TakesTheOffer);
        Assert.Equal(LossReason.Connect, (await LossAsync()).Reason);

        await gateway.StartReceiverAsync();
        await Call.HearsAsync(Spoken.LooksUp);
        await Call.StopsAsync();
        Spoken.Matches(Spoken.LooksUp, Assert.Single(await Call.TranscriptsAsync(1)).Message.Text);
        await MustTellNothingOfAsync(Spoken.TakesTheOffer, "connect");
        await gateway.Log.WaitForAsync("3002", "accepts utterances again");
    }

    [Fact]
    public async Task A_target_with_a_certificate_of_somebody_else_gets_nothing()
    {
        var address = new IPEndPoint(IPAddress.Loopback, gateway.Receiver.Url.Port);
        await gateway.StopReceiverAsync();
        using (var stranger = ReceiverCertificate.Create(TimeProvider.System))
        {
            await using var impostor = await WebhookReceiver.StartAsync(address, stranger, secret: null, TimeProvider.System, CancellationToken.None);
            await Call.HearsAsync(Spoken.TakesTheOffer);
            Assert.Equal(LossReason.Tls, (await LossAsync()).Reason);
            Assert.Empty(impostor.Transcripts.Snapshot());
            Assert.Equal(0, impostor.Malformed);
        }

        await gateway.StartReceiverAsync();
    }

    private async Task<Loss> LossAsync()
    {
        Loss? loss = null;
        await Patience.UntilAsync(() => (loss = gateway.Losses.Read().Latest.SingleOrDefault(each => each.Conversation == Call.Sid)) is not null, "a loss on the ledger");
        return loss!;
    }

    private async Task MustTellNothingOfAsync(string sentence, string trouble)
    {
        await gateway.Log.WaitForAsync("3001", trouble);
        LogSecrecy.MustNotTell(gateway.Log, Spoken.Utterance(sentence).Text);
        Assert.DoesNotContain(GatewayFixture.WebhookSecret.Reveal(), gateway.Log.Text, StringComparison.Ordinal);
    }

    public sealed class ImpatientPublisher : GatewayFixture
    {
        protected override Dictionary<string, string?> Settings => new() { ["Gateway:Webhook:Timeout"] = "00:00:01" };
    }
}
