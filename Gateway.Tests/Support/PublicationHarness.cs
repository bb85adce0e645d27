using Gateway.Transcripts;
using Gateway.Transcripts.Export;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Support;

/// <summary>The parts of a running gateway that publish and delete by themselves, on the clock of a <see cref="FeedHarness"/>.</summary>
internal sealed class PublicationHarness : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<TranscriptMetrics>().BuildServiceProvider();
    private readonly FeedHarness _feed;
    private readonly Retention _retention;

    private PublicationHarness(FeedHarness feed, TranscriptOptions options)
    {
        _feed = feed;
        var metrics = _services.GetRequiredService<TranscriptMetrics>();
        Publication = new DailyPublication(feed.Store, feed.Publisher, feed.Options, metrics, feed.Time, Log);
        _retention = new Retention(feed.Store, feed.Publisher, options, metrics, feed.Time, RetentionLog);
    }

    public DailyPublication Publication { get; }

    public RecordedLog<DailyPublication> Log { get; } = new();

    public RecordedLog<Retention> RetentionLog { get; } = new();

    public static async Task<PublicationHarness> StartAsync(FeedHarness feed, TranscriptOptions? options = null)
    {
        var harness = new PublicationHarness(feed, options ?? new TranscriptOptions());
        await harness._retention.StartAsync(CancellationToken.None);
        await harness.Publication.StartAsync(CancellationToken.None);
        return harness;
    }

    /// <summary>
    /// Time goes on until a fact holds, and not further: what is published or deleted meanwhile has time to be.
    /// </summary>
    /// <returns>How much time has passed.</returns>
    public async Task<TimeSpan> PassUntilAsync(Func<bool> fact, TimeSpan step)
    {
        var began = _feed.Time.GetUtcNow();
        await Eventually.HoldsAsync(() =>
        {
            if (fact())
                return true;
            _feed.Time.Advance(step);
            return false;
        });
        return _feed.Time.GetUtcNow() - began;
    }

    public async ValueTask DisposeAsync()
    {
        await Publication.StopAsync(CancellationToken.None);
        await _retention.StopAsync(CancellationToken.None);
        Publication.Dispose();
        _retention.Dispose();
        await _services.DisposeAsync();
    }
}
