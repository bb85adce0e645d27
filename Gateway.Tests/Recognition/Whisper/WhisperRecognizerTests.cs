using Gateway.Media.Recognition;
using Gateway.Media.Recognition.Whisper;
using Gateway.Tests.Support;

namespace Gateway.Tests.Recognition.Whisper;

public sealed class WhisperRecognizerTests : IDisposable
{
    private static readonly Speaker Somebody = new() { Language = "en-US" };

    private readonly string _directory = Directory.CreateTempSubdirectory("gateway-models-").FullName;
    private readonly CountedInventions _counted = new();
    private readonly RecordedLog<WhisperRecognizerTests> _log = new();

    public void Dispose()
    {
        _counted.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Warming_up_loads_the_model_and_tries_the_common_windows()
    {
        using var whisper = Whisper();
        await whisper.WarmUpAsync(default);

        Assert.Equal(Model(), whisper.LoadedFile);
        Assert.Equal([192, 256, 384, 576], whisper.Requests.Select(request => request.AudioContext));
        Assert.All(whisper.Requests, request => Assert.InRange(request.Samples.Max(), 0.0001f, 0.001f));
        Assert.Equal(1, _log.Count(1321));
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_not_loaded()
    {
        using var whisper = new ScriptedWhisper(new WhisperOptions(), _directory, _counted.Metrics);

        await Assert.ThrowsAsync<RecognizerUnavailableException>(() => whisper.WarmUpAsync(default));
        Assert.Null(whisper.LoadedFile);
    }

    [Fact]
    public async Task A_file_that_knows_only_english_is_not_loaded_for_another_language()
    {
        using var whisper = Whisper(languages: ["en-US", "es-US"]);

        var refusal = await Assert.ThrowsAsync<RecognizerUnavailableException>(() => whisper.WarmUpAsync(default));
        Assert.Contains("knows only English, not 'es'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_language_is_made_known_once()
    {
        using var whisper = Whisper(GgmlFile.ManyLanguages, ["en-US", "en-GB", "es-US"]);
        await whisper.WarmUpAsync(default);

        Assert.Equal(["en", "es"], whisper.LoadedLanguages);
        Assert.Equal(["en-US", "en-GB", "es-US"], whisper.Languages);
    }

    [Fact]
    public async Task An_utterance_is_heard_whole_and_its_words_have_times()
    {
        using var whisper = Whisper();
        whisper.Answer = static _ => [Says(" Good morning.", " Good", " morn", "ing", ".")];
        var hypothesis = await HearAsync(whisper, 16_000);

        Assert.Equal(["Good", "morning."], hypothesis.Words.Select(word => word.Text));
        Assert.Equal([(0, 100), (100, 400)], hypothesis.Words.Select(word => ((int)word.Start.TotalMilliseconds, (int)word.End.TotalMilliseconds)));
        Assert.Equal(32_000, Assert.Single(whisper.Requests).Samples.Length);
    }

    [Fact]
    public async Task What_was_invented_for_silence_is_left_out_and_counted()
    {
        using var whisper = Whisper();
        whisper.Answer = static _ =>
        [
            Says(" Thank you.", " Thank", " you", ".") with { NoSpeechProbability = 0.9, Tokens = [new WhisperToken(" Thank", default, default, -2), new WhisperToken(" you.", default, default, -2)] },
        ];

        Assert.Empty((await HearAsync(whisper, 16_000)).Words);
        Assert.Equal(["NoSpeech"], _counted.Reasons);
    }

    [Fact]
    public async Task It_computes_on_the_thread_that_asks()
    {
        using var whisper = Whisper();
        var thread = 0;
        whisper.Answer = _ =>
        {
            thread = Environment.CurrentManagedThreadId;
            return [];
        };
        using var recognition = await whisper.BeginAsync(Somebody);
        recognition.Push(new short[8000]);
        var asking = Environment.CurrentManagedThreadId;
        var finishing = recognition.FinishAsync(default);

        Assert.True(finishing.IsCompleted);
        Assert.Equal(asking, thread);
    }

    [Fact]
    public async Task Nothing_is_begun_for_somebody_who_has_gone()
    {
        using var whisper = Whisper();
        using var recognition = await whisper.BeginAsync(Somebody);
        recognition.Push(new short[8000]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => recognition.FinishAsync(new CancellationToken(true)).AsTask());
        Assert.Empty(whisper.Requests);
    }

    [Fact]
    public async Task The_model_is_given_back_when_the_last_utterance_is_over()
    {
        var whisper = Whisper();
        await whisper.WarmUpAsync(default);
        using var heard = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        whisper.Answer = _ =>
        {
            heard.Release();
            go.Wait();
            return [Says(" Yes.", " Yes", ".")];
        };
        var listening = Task.WhenAll(Task.Run(() => HearAsync(whisper, 8000)), Task.Run(() => HearAsync(whisper, 8000)));
        await heard.WaitAsync();
        await heard.WaitAsync();

        whisper.Dispose();
        whisper.Dispose();
        Assert.Equal(0, whisper.Unloads);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => HearAsync(whisper, 8000));
        go.Release();
        go.Release();

        Assert.All(await listening, hypothesis => Assert.Equal("Yes.", Assert.Single(hypothesis.Words).Text));
        Assert.Equal(1, whisper.Unloads);
    }

    [Fact]
    public async Task An_utterance_that_fails_leaves_nothing_behind()
    {
        var whisper = Whisper();
        await whisper.WarmUpAsync(default);
        whisper.Answer = static _ => throw new InvalidOperationException("broken");

        await Assert.ThrowsAsync<InvalidOperationException>(() => HearAsync(whisper, 8000));
        whisper.Dispose();
        Assert.Equal(1, whisper.Unloads);
    }

    [Fact]
    public void What_was_never_loaded_is_not_given_back()
    {
        var whisper = Whisper();
        whisper.Dispose();

        Assert.Equal(0, whisper.Unloads);
    }

    private static WhisperSegment Says(string text, params string[] tokens) => new(
        text,
        TimeSpan.Zero,
        TimeSpan.FromSeconds(30),
        0.1,
        [.. tokens.Select((token, i) => new WhisperToken(token, TimeSpan.FromMilliseconds(100 * i), TimeSpan.FromMilliseconds(100 * (i + 1)), -0.1))]);

    private static async Task<Hypothesis> HearAsync(WhisperRecognizer whisper, int samples)
    {
        using var recognition = await whisper.BeginAsync(Somebody);
        recognition.Push(new short[samples]);
        return await recognition.FinishAsync(default);
    }

    private string Model() => Path.Combine(_directory, "model.bin");

    private ScriptedWhisper Whisper(int vocabulary = GgmlFile.EnglishVocabulary, string[]? languages = null)
    {
        File.WriteAllBytes(Model(), GgmlFile.Of(vocabulary));
        return new ScriptedWhisper(new WhisperOptions { Model = Model(), Languages = languages ?? [] }, _directory, _counted.Metrics, _log);
    }
}
