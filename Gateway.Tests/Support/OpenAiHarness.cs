using Gateway.Core;
using Gateway.Media.Recognition;
using Gateway.Media.Recognition.OpenAi;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Media.Recognition.WholeUtterance;

namespace Gateway.Tests.Support;

/// <summary>The engine in front of a real transcription server on loopback.</summary>
internal sealed class OpenAiHarness : IAsyncDisposable
{
    private readonly CountedInventions _counted = new();

    private OpenAiHarness(TranscriptionApi api, TimeProvider? time, Func<TranscriptionApi, OpenAiOptions>? options)
    {
        Api = api;
        Engine = new OpenAiRecognizer(options?.Invoke(api) ?? Options(api), new InventedTextOptions(), _counted.Metrics, time ?? TimeProvider.System, Log, static () => 0);
    }

    public TranscriptionApi Api { get; }

    public OpenAiRecognizer Engine { get; }

    public RecordedLog<OpenAiRecognizer> Log { get; } = new();

    public IReadOnlyList<string> Invented => _counted.Reasons;

    public static async Task<OpenAiHarness> StartAsync(TimeProvider? time = null, Func<TranscriptionApi, OpenAiOptions>? options = null) =>
        new(await TranscriptionApi.StartAsync(), time, options);

    public static OpenAiOptions Options(TranscriptionApi api) => new() { Endpoint = api.Endpoint, ApiKey = new Secret(TranscriptionApi.Key) };

    /// <summary>A voice of no particular kind.</summary>
    public static short[] Samples(int count = 16_000) => [.. Enumerable.Range(0, count).Select(i => (short)(i * 7919))];

    /// <summary>Recognises two seconds.</summary>
    public async Task<Hypothesis> HearAsync(Vocabulary? vocabulary = null, CancellationToken end = default)
    {
        var shared = new SharedVocabulary();
        shared.Replace(vocabulary ?? Vocabulary.Empty);
        using var recognition = await Engine.BeginAsync(new Speaker { Language = "en-US", Vocabulary = new SessionVocabulary(shared) });
        recognition.Push(Samples());
        return await recognition.FinishAsync(end);
    }

    /// <summary>The words of two seconds.</summary>
    public async Task<string> TextAsync() => string.Join(' ', (await HearAsync()).Words.Select(word => word.Text));

    public async ValueTask DisposeAsync()
    {
        Engine.Dispose();
        await Api.DisposeAsync();
        _counted.Dispose();
    }
}
