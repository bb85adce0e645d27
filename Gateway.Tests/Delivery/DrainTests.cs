using Gateway.Core;
using Gateway.Simulator.Webhook;
using Gateway.Tests.Support;

namespace Gateway.Tests.Delivery;

/// <summary>The end of the process: what waits is sent for as long as configured, and what is left is on the ledger.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task What_waits_is_sent_before_the_end()
    {
        await using var site = await TargetSite.StartAsync();
        var gate = new TaskCompletionSource();
        site.Receiver.Answer = new WebhookAnswer { Gate = gate.Task };
        await using var publisher = await PublisherHarness.StartAsync(site.Options(lanes: 2, drain: TimeSpan.FromMinutes(1)));
        for (var i = 0; i < 40; i++)
            publisher.Say(i % 4, "Good bye.");

        var stopping = publisher.StopAsync();
        Assert.False(stopping.IsCompleted);
        gate.SetResult();
        await stopping;

        Assert.Equal((40, 0), (publisher.Accounts.Delivered, publisher.Accounts.Pending));
        Assert.Equal(0, publisher.Log.Count(3006));
    }

    [Fact]
    public async Task What_a_slow_target_has_not_taken_by_then_is_on_the_ledger()
    {
        await using var site = await TargetSite.StartAsync();
        site.Receiver.Answer = new WebhookAnswer { Gate = new TaskCompletionSource().Task };
        var time = new ManualTime();
        await using var publisher = await PublisherHarness.StartAsync(site.Options(timeout: TimeSpan.FromMinutes(1), lanes: 2, drain: TimeSpan.FromSeconds(10)), time);
        for (var i = 0; i < 40; i++)
            publisher.Say(i % 4, "Good bye.");
        await site.Receiver.Transcripts.WaitForAsync(2, TimeSpan.FromSeconds(30), CancellationToken.None);

        var stopping = publisher.StopAsync();
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(stopping.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));
        await stopping;

        var accounts = publisher.Accounts;
        Assert.Equal((0, 40, 0), (accounts.Delivered, accounts.Lost[LossReason.Shutdown], accounts.Pending));
        Assert.Equal(1, publisher.Log.Count(3006));
    }

    [Fact]
    public async Task What_comes_after_the_end_is_on_the_ledger_too()
    {
        await using var site = await TargetSite.StartAsync();
        await using var publisher = await PublisherHarness.StartAsync(site.Options());
        await publisher.StopAsync();
        publisher.Say(1, "One more thing.");

        Assert.Equal((1, 0), (publisher.Accounts.Lost[LossReason.Shutdown], publisher.Accounts.Pending));
    }
}
