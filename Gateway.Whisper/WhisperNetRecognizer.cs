using Gateway.Media;
using Gateway.Media.Recognition;
using Gateway.Media.Recognition.Whisper;
using Gateway.Media.Recognition.WholeUtterance;
using Microsoft.Extensions.Logging;
using Whisper.net;
using Whisper.net.LibraryLoader;
using Whisper.net.Logger;
using WhisperToken = Gateway.Media.Recognition.Whisper.WhisperToken;

namespace Gateway.Whisper;

/// <summary>The calls of Whisper.net; what surrounds them is in <see cref="WhisperRecognizer"/>.</summary>
public sealed partial class WhisperNetRecognizer : WhisperRecognizer
{
    private const int NeverSilent = 1;

    private WhisperFactory? _factory;
    private IDisposable? _messages;
    private volatile bool _listens;
    private int _hasComplained;

    /// <inheritdoc cref="WhisperRecognizer(WhisperOptions, string, InventedTextOptions, MediaMetrics, TimeProvider, ILogger)"/>
    public WhisperNetRecognizer(WhisperOptions options, string modelDirectory, InventedTextOptions invented, MediaMetrics metrics, TimeProvider time, ILogger logger)
        : base(options, modelDirectory, invented, metrics, time, logger)
    {
    }

    /// <inheritdoc/>
    protected override void Load(string file, IReadOnlyCollection<string> languages)
    {
        _messages = LogProvider.AddLogger(Pass);
        try
        {
            _factory = WhisperFactory.FromPath(file, new WhisperFactoryOptions { UseFlashAttention = false });
            // The first builder loads the model; before, a damaged one is not noticed.
            _factory.CreateBuilder();
        }
        catch (WhisperModelLoadException damaged)
        {
            throw new RecognizerUnavailableException($"The speech model '{file}' is damaged, or of a kind that this version of Whisper does not know. Fetch it again.", damaged);
        }
#pragma warning disable CA1031 // The loader of the library throws whatever it has met, as bare exceptions.
        catch (Exception failure) when (failure is not RecognizerUnavailableException)
#pragma warning restore CA1031
        {
            throw new RecognizerUnavailableException(
                $"Whisper's library cannot be loaded: {failure.Message.ReplaceLineEndings(" ")} Install the Debian packages libgomp1 and libstdc++6, and see that the directory runtimes/ "
                + "lies beside the program. A processor without AVX2 needs the package Whisper.net.Runtime.NoAvx.", failure);
        }

        if (languages.Except(WhisperFactory.GetSupportedLanguages()).FirstOrDefault() is { } unknown)
            throw new RecognizerUnavailableException($"Gateway:Recognition:Whisper:Languages: Whisper does not know the language '{unknown}'.");
        var features = WhisperFactory.GetRuntimeInfo()?.Trim();
        Log.Library(Logger, RuntimeOptions.LoadedLibrary, features);
        _listens = true;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<WhisperSegment> Listen(WhisperRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var segments = new List<WhisperSegment>();
        // A builder for each: processors of one builder deliver to each other's listeners.
        var builder = _factory!.CreateBuilder()
            .WithLanguage(request.Language)
            .WithThreads(1)
            .WithAudioContextSize(request.AudioContext)
            .WithMaxTokensPerSegment(request.MaxTokens)
            // One pass of the encoder, whatever the model thinks of the end of the audio.
            .WithSingleSegment()
            .WithNoContext()
            .WithTemperature(0)
            .WithTemperatureInc(0)
            // Which text is believed is decided, and counted, in one place for all engines.
            .WithNoSpeechThreshold(NeverSilent)
            .WithTokenTimestamps()
            .WithSegmentEventHandler(segment => segments.Add(Copy(segment)));
        builder.WithGreedySamplingStrategy(greedy => greedy.WithBestOf(1));
        if (request.Prompt.Length > 0)
            builder.WithPrompt(request.Prompt);
        using var processor = builder.Build();
        processor.Process(request.Samples);
        return segments;
    }

    /// <inheritdoc/>
    protected override void Unload()
    {
        _factory?.Dispose();
        _messages?.Dispose();
    }

    private static WhisperSegment Copy(SegmentData segment) => new(
        segment.Text,
        segment.Start,
        segment.End,
        segment.NoSpeechProbability,
        [.. segment.Tokens.Select(token => new WhisperToken(token.Text ?? "", Centiseconds(token.Start), Centiseconds(token.End), token.ProbabilityLog))]);

    private static TimeSpan Centiseconds(long count) => TimeSpan.FromMilliseconds(10 * count);

    /// <summary>While something is being recognised the library's own messages may hold what is said, or expected to be said: they are not passed on.</summary>
    private void Pass(WhisperLogLevel level, string? message)
    {
        if (!_listens)
        {
            var line = message?.Trim();
            Log.Loading(Logger, level is WhisperLogLevel.Error ? LogLevel.Warning : LogLevel.Debug, line);
        }
        else if (level is WhisperLogLevel.Error or WhisperLogLevel.Warning && Interlocked.Exchange(ref _hasComplained, 1) == 0)
        {
            Log.Complaint(Logger, level);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1331, LogLevel.Information, "Whisper computes with the library {Library}: {Features}")]
        public static partial void Library(ILogger logger, RuntimeLibrary? library, string? features);

        [LoggerMessage(EventId = 1332, Message = "Whisper's library: {Message}")]
        public static partial void Loading(ILogger logger, LogLevel level, string? message);

        [LoggerMessage(1333, LogLevel.Warning,
            "Whisper's library has reported a problem ({Severity}) while recognising. Its message is not shown because words of a call may be in it; later ones are not reported.")]
        public static partial void Complaint(ILogger logger, WhisperLogLevel severity);
    }
}
