using System.Globalization;
using Gateway.Core;
using Gateway.Webhook;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Support;

/// <summary>A real publisher with its ledger, from configuration to socket.</summary>
internal sealed class PublisherHarness : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<WebhookMetrics>().BuildServiceProvider();
    private readonly WebhookPublisher _publisher;

    private PublisherHarness(WebhookOptions options, TimeProvider time)
    {
        Assert.Empty(WebhookOptionsCheck.Mistakes(options, "Webhook"));
        var metrics = _services.GetRequiredService<WebhookMetrics>();
        _publisher = new WebhookPublisher(options, Ledger, Record, metrics, new DeliveryLatency(metrics, time, Latencies), time, Log);
    }

    public LossLedger Ledger { get; } = new();

    public CollectingConversationLog Record { get; } = new();

    public RecordedLog<WebhookPublisher> Log { get; } = new();

    public RecordedLog<DeliveryLatency> Latencies { get; } = new();

    public LossAccounts Accounts => Ledger.Read();

    public static async Task<PublisherHarness> StartAsync(WebhookOptions options, TimeProvider? time = null)
    {
        var harness = new PublisherHarness(options, time ?? TimeProvider.System);
        await harness._publisher.StartAsync(CancellationToken.None);
        return harness;
    }

    /// <summary>What is said in the call with that number.</summary>
    public static Utterance Utterance(int call, string text) => SampleUtterance.Of(call.ToString("x32", CultureInfo.InvariantCulture)) with { Text = text };

    public void Say(int call, string text) => Say(Utterance(call, text));

    public void Say(Utterance utterance) => Assert.True(_publisher.AcceptAsync(utterance, CancellationToken.None).AsTask().IsCompletedSuccessfully);

    /// <summary>Says something and waits for what becomes of it.</summary>
    /// <returns>Null when it was delivered.</returns>
    public async Task<Loss?> FateAsync(Utterance utterance)
    {
        var before = Accounts;
        Say(utterance);
        await SettledAsync();
        return Accounts.Delivered > before.Delivered ? null : Accounts.Latest[^1];
    }

    public Task<Loss?> FateAsync(string text = "Good morning.") => FateAsync(Utterance(1, text));

    /// <summary>Nothing is pending any more.</summary>
    public Task SettledAsync() => Eventually.HoldsAsync(() => Accounts.Pending == 0);

    public Task StopAsync() => _publisher.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _publisher.Dispose();
        await _services.DisposeAsync();
    }
}
