using System.Globalization;
using Gateway.Core;
using Gateway.Simulator.Webhook;
using Gateway.Tests.Support;

namespace Gateway.Tests.Delivery;

/// <summary>Alone, because it measures the memory of the whole process.</summary>
[CollectionDefinition(nameof(HungTargetTests), DisableParallelization = true)]
[Collection(nameof(HungTargetTests))]
public sealed class HungTargetTests
{
    private const int Capacity = 300;
    private const int Conversations = 50;

    [Fact]
    public async Task While_a_target_hangs_memory_stays_flat_and_the_newest_survive()
    {
        await using var site = await TargetSite.StartAsync();
        site.Receiver.Answer = new WebhookAnswer { Gate = new TaskCompletionSource().Task };
        await using var publisher = await PublisherHarness.StartAsync(
            site.Options(timeout: TimeSpan.FromSeconds(1), queue: new() { Capacity = Capacity }, drain: TimeSpan.FromSeconds(30)));

        // The ledger and the queue fill up first: they are bounded, and that is what is being measured.
        var said = await SayAsync(publisher, 0, TimeSpan.FromSeconds(4));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        said = await SayAsync(publisher, said, TimeSpan.FromSeconds(6));
        var after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.True(after - before < 2_000_000, $"{after - before} bytes more");

        site.Receiver.Answer = WebhookAnswer.Ok;
        await publisher.SettledAsync();
        var accounts = publisher.Accounts;
        Assert.True(accounts.Lost[LossReason.DroppedFull] > accounts.Lost[LossReason.Timeout]);
        // Some of the survivors may still meet a lane that hangs; all that were delivered are of the newest.
        var arrived = site.Receiver.Transcripts.Snapshot().TakeLast((int)accounts.Delivered)
            .Select(transcript => int.Parse(transcript.Message.Text, CultureInfo.InvariantCulture)).ToList();
        Assert.InRange(arrived.Count, Capacity - 2 * Conversations, Capacity);
        Assert.InRange(arrived.Min(), said - Capacity - Conversations, said);
        Assert.Equal(said - 1, arrived.Max());
    }

    [Fact]
    public async Task A_conversation_whose_post_hangs_does_not_hold_up_the_others()
    {
        await using var site = await TargetSite.StartAsync();
        var never = new TaskCompletionSource();
        site.Receiver.Choose = transcript => transcript.Message.Text == "hang" ? new WebhookAnswer { Gate = never.Task } : null;
        await using var publisher = await PublisherHarness.StartAsync(site.Options(lanes: 2));

        publisher.Say(0, "hang");
        for (var i = 0; i < 100; i++)
        {
            publisher.Say(0, "behind it");
            publisher.Say(1 + i % 5, "beside it");
        }

        await Eventually.HoldsAsync(() => publisher.Accounts.Delivered == 100);
        Assert.Equal(101, publisher.Accounts.Pending);
        Assert.DoesNotContain(site.Receiver.Transcripts.Snapshot(), transcript => transcript.Message.Text == "behind it");
        never.SetResult();
        await publisher.SettledAsync();
        Assert.Equal(201, publisher.Accounts.Delivered);
    }

    /// <summary>500 messages a second.</summary>
    private static async Task<int> SayAsync(PublisherHarness publisher, int from, TimeSpan length)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        var until = from + (int)(500 * length.TotalSeconds);
        for (var number = from; number < until; await timer.WaitForNextTickAsync())
            for (var i = 0; i < 10; i++, number++)
                publisher.Say(number % Conversations, number.ToString(CultureInfo.InvariantCulture));
        return until;
    }
}
