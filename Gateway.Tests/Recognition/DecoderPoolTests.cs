using System.Globalization;
using Gateway.Media.Recognition;
using Gateway.Media.Recognition.PocketSphinx;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Tests.EndToEnd;
using Gateway.Tests.Support;

namespace Gateway.Tests.Recognition;

/// <summary>Decoders between vocabularies: who gets which, and what becomes of those that nobody needs.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class DecoderPoolTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly SharedVocabulary _shared = new();
    private PocketSphinxRecognizer? _recognizer;

    public void Dispose() => _recognizer?.Dispose();

    [Fact]
    public async Task More_vocabularies_than_decoders_are_all_recognised_with()
    {
        var recognizer = Make(maxDecoders: 2);
        string[] names = ["Quintelliq", "Brambleth", "Vonteego", "Trivanta", "Zellmark"];
        var speakers = names.Select(name => Listener.Speaker(_shared, new VocabularyEntry(name, []))).Append(Listener.Speaker(_shared)).ToArray();
        var audio = Voice.Says("rms", "do you work for vonteego");

        var heard = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(async () => (Speaker: i % 6, Text: await HearOnceAsync(recognizer, speakers[i % 6], audio)))));

        Assert.All(heard, said => Assert.Equal(said.Speaker == 2, said.Text.Contains("Vonteego", StringComparison.Ordinal)));
        Assert.InRange(recognizer.Pool.Count, 1, 2);
    }

    [Fact]
    public async Task Nobody_is_overtaken_for_ever()
    {
        var recognizer = Make(maxDecoders: 1);
        var popular = Listener.Speaker(_shared);
        var holder = await recognizer.BeginAsync(popular);
        var lonely = recognizer.BeginAsync(Listener.Speaker(_shared, new VocabularyEntry("Brambleth", []))).AsTask();
        var others = Enumerable.Range(0, 20).Select(_ => recognizer.BeginAsync(popular).AsTask()).ToList();

        holder.Dispose();
        var before = 0;
        while (!lonely.IsCompleted)
        {
            var next = await Task.WhenAny(others.Append(lonely));
            if (next == lonely)
                break;
            others.Remove(next);
            before++;
            (await next).Dispose();
        }

        Assert.InRange(before, 1, 10);
        (await lonely).Dispose();
        foreach (var other in others)
            (await other).Dispose();
        Assert.Equal(1, recognizer.Pool.Count);
    }

    [Fact]
    public async Task Equal_vocabularies_share_a_decoder()
    {
        var recognizer = Make(maxDecoders: 8);
        VocabularyEntry[] entries = [new("Quintelliq", []), new("Brambleth", [])];
        (await recognizer.BeginAsync(Listener.Speaker(_shared, entries))).Dispose();
        var decoders = recognizer.Pool.Count;

        var again = recognizer.BeginAsync(Listener.Speaker(_shared, [.. entries.Reverse()]));

        Assert.True(again.IsCompletedSuccessfully);
        (await again).Dispose();
        Assert.Equal(decoders, recognizer.Pool.Count);
    }

    [Fact]
    public async Task Decoders_of_abandoned_vocabularies_are_freed_after_a_minute_and_the_shared_ones_stay()
    {
        var recognizer = Make(maxDecoders: 8);
        await recognizer.WarmUpAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => recognizer.Pool.FreeFor(_shared.Current) == 2);
        for (var i = 0; i < 3; i++)
            (await recognizer.BeginAsync(Listener.Speaker(_shared, new VocabularyEntry($"phrase {i}", [])))).Dispose();
        Assert.Equal(5, recognizer.Pool.Count);

        _time.Advance(TimeSpan.FromSeconds(50));
        var kept = Listener.Speaker(_shared, new VocabularyEntry("phrase 1", []));
        (await recognizer.BeginAsync(kept)).Dispose();
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((3, 1), (recognizer.Pool.Count, recognizer.Pool.FreeFor(kept.Vocabulary!.Current)));

        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((2, 2), (recognizer.Pool.Count, recognizer.Pool.FreeFor(_shared.Current)));
    }

    [Fact]
    public async Task Changing_vocabularies_takes_no_more_memory_than_the_decoders()
    {
        var recognizer = Make(maxDecoders: 6);
        await LearnAsync("first");
        var first = ResidentMegabytes();

        // 400 MB more when each batch is made by a thread that ends with it.
        await LearnAsync("second");
        Assert.InRange(ResidentMegabytes(), 0, first + 150);

        // Five decoders, 525 MB, are freed. Unless that is given back to the system, nearly all of it stays.
        _time.Advance(TimeSpan.FromMinutes(2));
        await Eventually.HoldsAsync(() => ResidentMegabytes() < first - 300);

        Task LearnAsync(string prefix) => Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
            (await recognizer.BeginAsync(Listener.Speaker(_shared, new VocabularyEntry($"{prefix} {i}", [])))).Dispose()));
    }

    [Fact]
    public void A_decoder_leaves_no_file_open()
    {
        var before = OpenDevices();

        for (var i = 0; i < 3; i++)
            PocketSphinxDecoder.Load(new PocketSphinxOptions().ModelDirectory).Dispose();

        Assert.Equal(before, OpenDevices());

        static int OpenDevices() => Directory.GetFiles("/proc/self/fd").Count(file => new FileInfo(file).LinkTarget == "/dev/null");
    }

    [Fact]
    public async Task A_new_shared_vocabulary_is_learned_by_one_decoder_after_the_other_and_one_is_always_there()
    {
        var recognizer = Make(maxDecoders: 4);
        var speaker = Listener.Speaker(_shared);
        var leases = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => recognizer.BeginAsync(speaker).AsTask()));
        foreach (var lease in leases)
            lease.Dispose();
        Assert.Null(_shared.Current.With([new VocabularyEntry("Quintelliq", ["quin tell ick"])], out var replacement));

        _shared.Replace(replacement);
        _time.Advance(TimeSpan.FromSeconds(15));
        while (recognizer.Pool.FreeFor(replacement) < recognizer.Pool.Count)
        {
            var lease = recognizer.BeginAsync(speaker);
            Assert.True(lease.IsCompletedSuccessfully);
            (await lease).Dispose();
            await Task.Yield();
        }

        Assert.Equal("do you work for Quintelliq", await recognizer.HearAsync(speaker, "rms", "do you work for quin tell ick"));
        Assert.InRange(recognizer.Pool.Count, 3, 4);
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_fails_whoever_waits_and_is_tried_again()
    {
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            _recognizer = new PocketSphinxRecognizer(new PocketSphinxOptions { ModelDirectory = directory.FullName }, _shared, _time);

            await Assert.ThrowsAsync<RecognizerUnavailableException>(() => _recognizer.BeginAsync(Listener.Speaker(_shared)).AsTask());
            Assert.Equal(0, _recognizer.Pool.Count);
            foreach (var name in new[] { "en-us", "en-us.lm.bin", "cmudict-en-us.dict" })
                File.CreateSymbolicLink(Path.Combine(directory.FullName, name), Path.Combine(new PocketSphinxOptions().ModelDirectory, name));
            (await _recognizer.BeginAsync(Listener.Speaker(_shared))).Dispose();
            File.Delete(Path.Combine(directory.FullName, "en-us.lm.bin"));
            // With a decoder there, whoever else wants one learns that its vocabulary cannot be had.
            await Eventually.HoldsAsync(() => _recognizer.Pool.FreeFor(_shared.Current) == _recognizer.Pool.Count);
            await Assert.ThrowsAsync<RecognizerUnavailableException>(() => _recognizer.BeginAsync(Listener.Speaker(_shared, new VocabularyEntry("a", []))).AsTask());
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Whoever_waits_when_the_engine_ends_is_told()
    {
        var recognizer = Make(maxDecoders: 1);
        using var lease = await recognizer.BeginAsync(Listener.Speaker(_shared));
        var waiting = recognizer.BeginAsync(Listener.Speaker(_shared));

        recognizer.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => recognizer.BeginAsync(Listener.Speaker(_shared)).AsTask());
    }

    private PocketSphinxRecognizer Make(int maxDecoders) => _recognizer = new PocketSphinxRecognizer(new PocketSphinxOptions { MaxDecoders = maxDecoders }, _shared, _time);

    private static int ResidentMegabytes() =>
        int.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

    /// <summary>With a speaker of its own: one speaker has one utterance at a time.</summary>
    private static Task<string> HearOnceAsync(PocketSphinxRecognizer recognizer, Speaker like, short[] audio) =>
        recognizer.HearAsync(new Speaker { Language = like.Language, Vocabulary = like.Vocabulary }, audio);
}
