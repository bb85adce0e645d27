using System.Globalization;
using Gateway.Core;
using Gateway.Simulator.Webhook;
using Gateway.Tests.Support;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.Delivery;

/// <summary>
/// Whatever a target does, and however fast utterances come: what arrives of a conversation arrives in order and once, and every utterance
/// is accounted for.
/// </summary>
public sealed class OrderPropertyTests
{
    private const int Conversations = 6;
    private const int Messages = 600;
    private const int Lanes = 4;
    private const int Capacity = 50;

    [Theory]
    [InlineData(1, HttpProtocols.Http1)]
    [InlineData(2, HttpProtocols.Http2)]
    [InlineData(3, HttpProtocols.Http1)]
    [InlineData(4, HttpProtocols.Http2)]
    public async Task Order_is_never_inverted_and_the_accounts_balance_at_every_moment(int seed, HttpProtocols version)
    {
        await using var site = await TargetSite.StartAsync(version);
        var moods = Moods(seed);
        var accepted = 0;
        site.Receiver.Choose = transcript =>
        {
            var mood = moods[NumberOf(transcript)];
            if (mood == Mood.Accepts)
                Interlocked.Increment(ref accepted);
            return AnswerOf(mood);
        };
        var options = site.Options(timeout: TimeSpan.FromSeconds(1), lanes: Lanes, queue: new() { Capacity = Capacity }, drain: TimeSpan.FromSeconds(30));
        await using var publisher = await PublisherHarness.StartAsync(options);

        using var enough = new CancellationTokenSource();
        var watching = WatchAsync(publisher, enough.Token);
        await SayAllAsync(publisher, seed);
        await publisher.SettledAsync();
        await enough.CancelAsync();
        await watching;

        var accounts = publisher.Accounts;
        Assert.Equal(Messages, accounts.Accepted);
        Assert.Equal(Messages, accounts.Delivered + accounts.Lost.Values.Sum());
        Assert.Equal(Messages - accounts.Delivered, accounts.Latest.Count);
        // A message whose answer was late or broke off counts as lost, though the target has it: never the other way round.
        Assert.InRange(accounts.Delivered, 1, accepted);
        Assert.True(accounts.Lost[LossReason.DroppedFull] > 0 && accounts.Lost[LossReason.Status] > 0, "the history is too tame");
        foreach (var conversation in site.Receiver.Transcripts.Snapshot().GroupBy(transcript => transcript.Message.ExternalConversationId))
        {
            var numbers = conversation.Select(NumberOf).ToList();
            Assert.Equal(numbers.Order().Distinct(), numbers);
        }
    }

    private static async Task SayAllAsync(PublisherHarness publisher, int seed)
    {
#pragma warning disable RS0030 // Seeded: a failing history can be played again.
        var random = new Random(seed);
#pragma warning restore RS0030
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        for (var number = 0; number < Messages;)
        {
            for (var burst = random.Next(1, 12); burst > 0 && number < Messages; burst--)
                publisher.Say(random.Next(Conversations), (number++).ToString(CultureInfo.InvariantCulture));
            await timer.WaitForNextTickAsync();
        }
    }

    private static async Task WatchAsync(PublisherHarness publisher, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            // Never more on the way than may wait and be sent, and the one that is being let in.
            Assert.InRange(publisher.Accounts.Pending, 0, Capacity + Lanes + 1);
            await Task.Yield();
        }
    }

    private static Mood[] Moods(int seed)
    {
#pragma warning disable RS0030 // Seeded: a failing history can be played again.
        var random = new Random(seed * 1000);
#pragma warning restore RS0030
        Mood[] moods = [Mood.Accepts, Mood.Accepts, Mood.Accepts, Mood.Dawdles, Mood.Dawdles, Mood.Refuses, Mood.Resets];
        // Hanging is rare, it takes a second.
        return [.. Enumerable.Range(0, Messages).Select(_ => random.Next(40) == 0 ? Mood.Hangs : moods[random.Next(moods.Length)])];
    }

    private static WebhookAnswer AnswerOf(Mood mood) => mood switch
    {
        Mood.Accepts => WebhookAnswer.Ok,
        Mood.Dawdles => new WebhookAnswer { Status = 500, Gate = Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System) },
        Mood.Refuses => new WebhookAnswer { Status = 500 },
        Mood.Resets => new WebhookAnswer { Body = AnswerBody.Reset },
        _ => new WebhookAnswer { Gate = new TaskCompletionSource().Task },
    };

    private static int NumberOf(ReceivedTranscript transcript) => int.Parse(transcript.Message.Text, CultureInfo.InvariantCulture);

    private enum Mood
    {
        Accepts,
        Dawdles,
        Refuses,
        Resets,
        Hangs,
    }
}
