using System.Runtime.InteropServices;
using Gateway.Media.Recognition;
using Gateway.Simulator.Audio;
using Gateway.Tests.Support;

namespace Gateway.Tests.Conformance;

/// <summary>What every speech engine can do. Words are expected loosely: how well an engine hears is not judged here.</summary>
public abstract class RecognizerSuite : IAsyncLifetime
{
    private const string Recordings = "/usr/share/pocketsphinx/test/data";

    private IRecognizer _recognizer = null!;

    public async Task InitializeAsync()
    {
        _recognizer = Create();
        await _recognizer.WarmUpAsync(CancellationToken.None);
    }

    public Task DisposeAsync()
    {
        (_recognizer as IDisposable)?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>An engine that is ready to be warmed up.</summary>
    protected abstract IRecognizer Create();

    protected async Task It_hears_what_is_said()
    {
        var hypothesis = await HearAsync(GoForward());

        Assert.Contains("forward", Text(hypothesis), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("meters", Text(hypothesis), StringComparison.OrdinalIgnoreCase);
    }

    protected async Task Words_come_in_order_and_lie_within_the_audio()
    {
        var audio = GoForward();
        var words = (await HearAsync(audio)).Words;

        Assert.NotEmpty(words);
        Assert.Equal(words.Select(word => word.Start).Order(), words.Select(word => word.Start));
        Assert.All(words, word => Assert.InRange(word.End, word.Start, TimeSpan.FromSeconds(audio.Length / 8000.0)));
        Assert.True(words[0].Start >= TimeSpan.Zero);
    }

    protected async Task Two_speakers_at_once_get_each_their_own_words()
    {
        var speech = GoForward();
        var silence = Sound.WhiteNoise(TimeSpan.FromSeconds(1), -70, seed: 1);
        var both = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => HearAsync(i % 2 == 0 ? speech : silence))));

        for (var i = 0; i < both.Length; i++)
            Assert.Equal(i % 2 == 0, Text(both[i]).Contains("forward", StringComparison.OrdinalIgnoreCase));
    }

    protected async Task Next_to_nothing_is_nothing() => Assert.Empty((await HearAsync(new short[300])).Words);

    protected async Task An_utterance_that_was_given_up_disturbs_no_other()
    {
        using (var given = await _recognizer.BeginAsync(Somebody()))
            given.Push(GoForward());

        Assert.Contains("forward", Text(await HearAsync(GoForward())), StringComparison.OrdinalIgnoreCase);
    }

    private static Speaker Somebody() => new() { Language = "en-US" };

    private static string Text(Hypothesis hypothesis) => string.Join(' ', hypothesis.Words.Select(word => word.Text));

    /// <summary>"Go forward ten meters", as it sounds on a telephone.</summary>
    private static short[] GoForward()
    {
        var wide = MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(Path.Combine(Recordings, "goforward.raw")));
        var resampler = new Resampler(16_000);
        resampler.Push([.. wide.ToArray().Select(sample => sample / 32768f)]);
        resampler.Finish();
        var samples = new short[wide.Length];
        return samples[..resampler.Read(samples)];
    }

    private async Task<Hypothesis> HearAsync(short[] audio)
    {
        using var recognition = await _recognizer.BeginAsync(Somebody());
        for (var at = 0; at < audio.Length; at += 2000)
            recognition.Push(audio.AsSpan(at, Math.Min(2000, audio.Length - at)));
        return await recognition.FinishAsync(CancellationToken.None);
    }
}
