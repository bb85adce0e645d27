using Gateway.Tests.Support;

namespace Gateway.Tests.Delivery;

/// <summary>A client certificate is replaced while messages flow, in front of a real nginx that tells whom it has let in.</summary>
public sealed class CertificateRotationTests(RealTarget target) : IClassFixture<RealTarget>
{
    [Fact]
    public async Task A_new_certificate_takes_over_under_load_and_nothing_is_lost()
    {
        using var newcomers = new PrivateAuthority(target.Folder, "newcomers");
        await target.TrustClientsOfAsync(target.Clients, newcomers);
        var used = target.Clients.IssueClient("old");
        await using var publisher = await PublisherHarness.StartAsync(target.Options(Door.Certificate, target.Tls(used)));

        using var enough = new CancellationTokenSource();
        var flow = FlowAsync(publisher, enough.Token);
        await SeenAsync("CN=old");
        used.Become(newcomers.IssueClient("new"));
        await SeenAsync("CN=new");
        await enough.CancelAsync();
        await flow;
        await publisher.SettledAsync();
        Assert.Equal(publisher.Accounts.Accepted, publisher.Accounts.Delivered);

        // Who still showed the old one would be refused now.
        await target.TrustClientsOfAsync(newcomers);
        Assert.Null(await publisher.FateAsync());
        Assert.Equal(1, publisher.Log.Count(3003));
    }

    [Fact]
    public async Task A_half_written_pair_keeps_the_old_one_in_use_until_the_other_half_is_there()
    {
        await target.TrustClientsOfAsync(target.Clients);
        var used = target.Clients.IssueClient("whole");
        var next = target.Clients.IssueClient("next");
        await using var publisher = await PublisherHarness.StartAsync(target.Options(Door.Certificate, target.Tls(used)));

        using var enough = new CancellationTokenSource();
        var flow = FlowAsync(publisher, enough.Token);
        await SeenAsync("CN=whole");
        File.Copy(next.Certificate, used.Certificate, overwrite: true);
        await Eventually.HoldsAsync(() => publisher.Log.Count(3004) > 0);
        File.Delete(used.Key);
        await Eventually.HoldsAsync(() => publisher.Log.Count(3004) > 1);
        Assert.Equal("CN=whole", Clients()[^1]);

        File.Copy(next.Key, used.Key);
        await SeenAsync("CN=next");
        await enough.CancelAsync();
        await flow;
        await publisher.SettledAsync();
        Assert.Equal(publisher.Accounts.Accepted, publisher.Accounts.Delivered);
        Assert.DoesNotContain("PRIVATE KEY", string.Concat(publisher.Log.Lines), StringComparison.Ordinal);
    }

    private static async Task FlowAsync(PublisherHarness publisher, CancellationToken enough)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            publisher.Say(i % 8, "One of many.");
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private Task SeenAsync(string client) => Eventually.HoldsAsync(() => Clients().Contains(client));

    private List<string> Clients() =>
        [.. target.Receiver.Transcripts.Snapshot().Select(transcript => transcript.Headers.GetValueOrDefault(RealTarget.ClientHeader, ""))];
}
