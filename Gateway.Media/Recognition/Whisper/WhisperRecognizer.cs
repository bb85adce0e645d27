using Gateway.Media.Audio;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Media.Recognition.WholeUtterance;
using Microsoft.Extensions.Logging;

namespace Gateway.Media.Recognition.Whisper;

/// <summary>
/// Whisper in this process, all but the calls of the library. An utterance is computed on the thread that asks for it: as many at a time as there are recognition workers, each
/// on one thread, all with one model. Nothing is carried from one to the next.
/// </summary>
public abstract partial class WhisperRecognizer : WholeUtteranceRecognizer, IDisposable
{
    /// <inheritdoc cref="IRecognizer.Name"/>
    public const string EngineName = "whisper";

    private static readonly string[] DefaultLanguages = ["en-US"];

    /// <summary>Lengths that have different windows, and cover what most utterances last.</summary>
    private static readonly TimeSpan[] WarmUpLengths = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(9)];

    private readonly WhisperOptions _options;
    private readonly string _modelDirectory;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private int _running;
    private bool _loaded;
    private bool _disposed;

    /// <param name="options">Which model, which languages.</param>
    /// <param name="modelDirectory">Where models lie that are given by name.</param>
    /// <param name="invented">When text is not believed.</param>
    /// <param name="metrics">Where that is counted.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where the engine tells what it has loaded.</param>
    protected WhisperRecognizer(WhisperOptions options, string modelDirectory, InventedTextOptions invented, MediaMetrics metrics, TimeProvider time, ILogger logger)
        : base(invented, metrics)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _modelDirectory = modelDirectory;
        _time = time;
        _logger = logger;
        Languages = options.Languages is { Length: > 0 } ? options.Languages : DefaultLanguages;
    }

    /// <inheritdoc/>
    public override string Name => EngineName;

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Languages { get; }

    /// <summary>Where the engine tells what happens to it.</summary>
    protected ILogger Logger => _logger;

    /// <inheritdoc/>
    public override async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        // Minutes of computing, with a large model, are not for the caller's thread.
        await Task.Run(() => WarmUp(cancellationToken), cancellationToken).ConfigureAwait(false);
        Log.Warm(_logger, _options.Model, _time.GetElapsedTime(began));
    }

    /// <summary>Gives the model back, at once or when the last utterance under way has been recognised.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose()"/>
    protected virtual void Dispose(bool disposing)
    {
        lock (_lock)
        {
            var isLast = !_disposed && _running == 0 && _loaded;
            _disposed = true;
            if (isLast)
                Unload();
        }
    }

    /// <inheritdoc/>
    protected internal override ValueTask<UtteranceText> RecognizeAsync(ReadOnlyMemory<short> samples, Speaker speaker, Vocabulary vocabulary, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(speaker);
        return new ValueTask<UtteranceText>(Recognize(samples.Span, speaker.Language, vocabulary, cancellationToken));
    }

    /// <summary>Loads a model. Called once, before everything else.</summary>
    /// <param name="file">The path of a file that begins like a model.</param>
    /// <param name="languages">What Whisper calls the languages that are going to be asked for.</param>
    /// <exception cref="RecognizerUnavailableException">It cannot be used; the message says what to do.</exception>
    protected abstract void Load(string file, IReadOnlyCollection<string> languages);

    /// <summary>Recognises on the calling thread. Called by many threads at the same time.</summary>
    protected abstract IReadOnlyList<WhisperSegment> Listen(WhisperRequest request);

    /// <summary>Gives everything back. Called once, while nothing is being recognised, and not before <see cref="Load"/> has returned.</summary>
    protected abstract void Unload();

    private void WarmUp(CancellationToken cancellationToken)
    {
        var (file, isEnglishOnly) = WhisperModelFile.Find(_options.Model, _modelDirectory);
        string[] codes = [.. Languages.Select(WhisperRequest.CodeOf).Distinct()];
        if (isEnglishOnly && Array.Find(codes, code => code != "en") is { } foreign)
            throw new RecognizerUnavailableException(
                $"The speech model '{file}' knows only English, not '{foreign}'. Take another model, or remove the language from Gateway:Recognition:Whisper:Languages.");
        Load(file, codes);
        lock (_lock)
            _loaded = true;
        foreach (var length in WarmUpLengths)
            Recognize(QuietNoise(length), Languages.First(), Vocabulary.Empty, cancellationToken);
    }

    /// <summary>The library must not lose its model while it computes: that would end the process.</summary>
    private UtteranceText Recognize(ReadOnlySpan<short> samples, string language, Vocabulary vocabulary, CancellationToken cancellationToken)
    {
        // Once begun it cannot be stopped. It is short: the window is small, and the number of tokens limited.
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _running++;
        }

        try
        {
            return WhisperText.Of(Listen(WhisperRequest.For(samples, language, _options.Prompt, vocabulary)));
        }
        finally
        {
            lock (_lock)
            {
                if (--_running == 0 && _disposed)
                    Unload();
            }
        }
    }

    private static short[] QuietNoise(TimeSpan length)
    {
        var noise = new short[Telephony.Samples(length)];
        // The same hiss each time.
        var state = 1u;
        for (var i = 0; i < noise.Length; i++)
        {
            state = state * 1_664_525 + 1_013_904_223;
            noise[i] = (short)((int)(state >> 27) - 16);
        }

        return noise;
    }

    private static partial class Log
    {
        [LoggerMessage(1321, LogLevel.Information, "Whisper has loaded the model {Model} and tried it in {Elapsed}.")]
        public static partial void Warm(ILogger logger, string model, TimeSpan elapsed);
    }
}
