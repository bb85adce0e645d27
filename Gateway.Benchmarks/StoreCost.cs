using System.Diagnostics;
using System.Globalization;
using Gateway.Core;
using Gateway.Transcripts;
using Gateway.Transcripts.Export;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks;

/// <summary>
/// What keeping transcripts costs, on a store of a million utterances: group commit against single transactions, reading one conversation in a small store
/// and in the full one, the memory of an export, and what retention does to whoever writes meanwhile. Only ratios within one run mean something.
/// </summary>
/// <param name="options">Which store; it must be empty.</param>
/// <param name="folder">Where its file and the export files may lie.</param>
/// <param name="output">Where the figures go.</param>
internal sealed class StoreCost(TranscriptOptions options, string folder, TextWriter output)
{
    private const int Small = 10_000;
    private const int Full = 1_000_000;
    private const int PerConversation = 50;

    /// <summary>Calls that go on at the same time: their utterances lie interleaved.</summary>
    private const int AtOnce = 50;

    private const int SingleWrites = 2_000;
    private const int GroupWrites = 100_000;
    private const int Producers = 1000;
    private const int Reads = 500;
    private const int TimedInserts = 1_500;

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly StorePlace _place = new(Path.Combine(folder, "transcripts.db"), Path.Combine(folder, "export"), "benchmark");
    private readonly UlidSequence _ids = new(TimeProvider.System);
    private int _conversations;

    public async Task RunAsync()
    {
        await using var store = Transcripts.Registration.CreateStore(options, _place);
        await store.OpenAsync(CancellationToken.None);

        await CompareCommitsAsync(store);
        await FillAsync(store, Small);
        var small = await MedianReadAsync(store);
        await FillAsync(store, Full);
        var full = await MedianReadAsync(store);
        await output.WriteLineAsync($"reading a conversation of {PerConversation}: {small.TotalMilliseconds:F3} ms among {Small}, {full.TotalMilliseconds:F3} ms among {Full}, ratio {full / small:F2}");
        await ExportAsync();
        await RetainAsync(store);
    }

    /// <summary>Opens a filled store, exports its one date, and prints how much memory that took. A process of its own, so that nothing else is counted.</summary>
    public async Task ExportAloneAsync()
    {
        await using var store = Transcripts.Registration.CreateStore(options, _place);
        await store.OpenAsync(CancellationToken.None);
        await store.FindAsync("warms up", CancellationToken.None);
        GC.Collect();
        var idle = Status("VmRSS");
        var began = TimeProvider.System.GetTimestamp();
        var publisher = new FeedPublisher(store, Transcripts.Registration.CreateFolder(new ExportOptions(), _place), new ExportOptions(), new FixedTime(Noon.AddDays(1)));
        var rows = 0L;
        await foreach (var (_, published) in publisher.PublishDueAsync(CancellationToken.None))
            rows += published;
        await output.WriteLineAsync(
            $"exporting {rows} utterances: {TimeProvider.System.GetElapsedTime(began).TotalSeconds:F1} s, {idle / 1024} MB before, at most {Status("VmHWM") / 1024} MB, {(Status("VmHWM") - idle) / 1024} MB more");
    }

    private async Task CompareCommitsAsync(ITranscriptStore store)
    {
        var ratios = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            var began = TimeProvider.System.GetTimestamp();
            foreach (var utterance in NextUtterances(SingleWrites))
                await store.WriteAsync([new MessageEntry(utterance)], TimeProvider.System.GetUtcNow(), CancellationToken.None);
            var single = SingleWrites / TimeProvider.System.GetElapsedTime(began).TotalSeconds;

            await using var writing = await Writing.StartAsync(store, options);
            var utterances = NextUtterances(GroupWrites);
            began = TimeProvider.System.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, Producers).Select(async producer =>
            {
                for (var i = producer; i < utterances.Count; i += Producers)
                    await writing.Writer.AcceptAsync(utterances[i], CancellationToken.None);
            }));
            var group = GroupWrites / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
            ratios.Add(group / single);
            await output.WriteLineAsync($"one transaction each {single:F0}/s, group commit from {Producers} producers {group:F0}/s, ratio {group / single:F1}");
        }

        await output.WriteLineAsync($"group commit: median ratio {ratios.Order().ElementAt(1):F1}");
        while (await store.DeleteExpiredAsync(DateTimeOffset.MaxValue, 50_000, CancellationToken.None) > 0)
        {
        }

        _conversations = 0;
    }

    private async Task FillAsync(ITranscriptStore store, int total)
    {
        while (_conversations * PerConversation < total)
            await store.WriteAsync([.. NextUtterances(AtOnce * PerConversation).Select(utterance => new MessageEntry(utterance))], Noon.AddHours(10), CancellationToken.None);
    }

    private async Task<TimeSpan> MedianReadAsync(ITranscriptStore store)
    {
#pragma warning disable RS0030 // Seeded.
        var random = new Random(1);
#pragma warning restore RS0030
        var times = new List<TimeSpan>();
        for (var i = 0; i < Reads + 50; i++)
        {
            var conversation = CallOf(random.Next(_conversations)).ToString();
            var began = TimeProvider.System.GetTimestamp();
            await store.FindAsync(conversation, CancellationToken.None);
            var count = 0;
            await foreach (var _ in store.MessagesOfAsync(conversation, 1000, CancellationToken.None))
                count++;
            times.Add(TimeProvider.System.GetElapsedTime(began));
            if (count != PerConversation)
                throw new InvalidOperationException($"a conversation has {count} messages");
        }

        return times.Skip(50).Order().ElementAt(Reads / 2);
    }

    private async Task ExportAsync()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(StoreCost).Assembly.Location);
        foreach (var argument in (string[])["store-export", folder, .. options.Postgres.ConnectionString is { } secret ? new[] { secret.Reveal() } : []])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        await output.WriteAsync(await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
    }

    /// <summary>Inserts at a steady rate, alone and while everything else in the store is being deleted, taking turns.</summary>
    private async Task RetainAsync(ITranscriptStore store)
    {
        await using var writing = await Writing.StartAsync(store, options);
        using var services = new ServiceCollection().AddMetrics().AddSingleton<TranscriptMetrics>().BuildServiceProvider();
        // The writer has completed what was there; what is inserted meanwhile goes on. By this clock the former is too old and the latter is not.
        var clock = new FixedTime(TimeProvider.System.GetUtcNow() + options.Retention + Conversation.LongestSpan / 2);
        var publisher = new FeedPublisher(store, Transcripts.Registration.CreateFolder(new ExportOptions(), _place), new ExportOptions(), clock);
        var retention = new Retention(store, publisher, options, services.GetRequiredService<TranscriptMetrics>(), clock, NullLogger<Retention>.Instance);
        var ratios = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            var alone = await MedianInsertAsync(writing.Writer);
            using var enough = new CancellationTokenSource();
            var deleting = retention.DeleteExpiredAsync(enough.Token);
            var beside = await MedianInsertAsync(writing.Writer);
            if (deleting.IsCompleted)
            {
                await deleting;
                throw new InvalidOperationException("there was too little to delete");
            }

            await enough.CancelAsync();
            await Task.WhenAny(deleting);
            ratios.Add(beside / alone);
            await output.WriteLineAsync($"median insert {alone.TotalMilliseconds:F3} ms alone, {beside.TotalMilliseconds:F3} ms beside retention, ratio {beside / alone:F2}");
        }

        await output.WriteLineAsync($"retention: median ratio {ratios.Order().ElementAt(1):F2}");
    }

    private async Task<TimeSpan> MedianInsertAsync(StoreWriter writer)
    {
        var times = new List<TimeSpan>();
        using var rate = new PeriodicTimer(TimeSpan.FromMilliseconds(4));
        foreach (var utterance in NextUtterances(TimedInserts))
        {
            await rate.WaitForNextTickAsync();
            var began = TimeProvider.System.GetTimestamp();
            await writer.AcceptAsync(utterance, CancellationToken.None);
            times.Add(TimeProvider.System.GetElapsedTime(began));
        }

        return times.Order().ElementAt(TimedInserts / 2);
    }

    private List<Utterance> NextUtterances(int count)
    {
        var first = _conversations;
        _conversations += (count + PerConversation - 1) / PerConversation;
        var calls = _conversations - first;
        return [.. Enumerable.Range(0, count).Select(i => UtteranceOf(first + i % calls, i / calls))];
    }

    private Utterance UtteranceOf(int conversation, int number) => new()
    {
        Id = _ids.Next(),
        Conversation = CallOf(conversation),
        Stream = new StreamId(new Guid(conversation, 0, 0, [0, 0, 0, 0, 0, 0, 0, (byte)(number % 2)])),
        Participant = (Participant)(number % 2),
        ParticipantId = "TT9833237",
        Start = TimeSpan.FromSeconds(6 * number),
        End = TimeSpan.FromSeconds(6 * number + 3),
        SpokenAt = Noon + TimeSpan.FromMilliseconds(conversation % 36_000_000 / 20_000.0 * 36_000) + TimeSpan.FromSeconds(6 * number),
        Text = "I need help upgrading my streaming package and my pin number is ####.",
    };

    private static CallSid CallOf(int conversation) => CallSid.Parse($"CA{conversation:x32}");

    private static long Status(string name) => long.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    /// <summary>A clock that stands still, but for measuring.</summary>
    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    /// <summary>A running writer.</summary>
    private sealed class Writing : IAsyncDisposable
    {
        private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<TranscriptMetrics>().BuildServiceProvider();

        private Writing(ITranscriptStore store, TranscriptOptions options) => Writer = new StoreWriter(
            store, new LossLedger(), _services.GetRequiredService<TranscriptMetrics>(), options, TimeProvider.System, NullLogger<StoreWriter>.Instance);

        public StoreWriter Writer { get; }

        public static async Task<Writing> StartAsync(ITranscriptStore store, TranscriptOptions options)
        {
            var writing = new Writing(store, options);
            await writing.Writer.OpenAsync(CancellationToken.None);
            await writing.Writer.StartAsync(CancellationToken.None);
            return writing;
        }

        public async ValueTask DisposeAsync()
        {
            await Writer.StopAsync(CancellationToken.None);
            Writer.Dispose();
            await _services.DisposeAsync();
        }
    }
}
