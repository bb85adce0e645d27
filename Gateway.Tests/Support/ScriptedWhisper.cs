using Gateway.Media;
using Gateway.Media.Recognition.Whisper;
using Gateway.Media.Recognition.WholeUtterance;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Support;

/// <summary>Whisper without its library: it writes what a test says.</summary>
internal sealed class ScriptedWhisper(WhisperOptions options, string modelDirectory, MediaMetrics metrics, ILogger? logger = null)
    : WhisperRecognizer(options, modelDirectory, new InventedTextOptions(), metrics, TimeProvider.System, logger ?? NullLogger.Instance)
{
    private readonly Lock _lock = new();
    private readonly List<WhisperRequest> _requests = [];

    /// <summary>What becomes of a request.</summary>
    public Func<WhisperRequest, IReadOnlyList<WhisperSegment>> Answer { get; set; } = static _ => [];

    public string? LoadedFile { get; private set; }

    public IReadOnlyCollection<string> LoadedLanguages { get; private set; } = [];

    /// <summary>How often the model was given back.</summary>
    public int Unloads { get; private set; }

    public IReadOnlyList<WhisperRequest> Requests
    {
        get
        {
            lock (_lock)
                return [.. _requests];
        }
    }

    protected override void Load(string file, IReadOnlyCollection<string> languages) => (LoadedFile, LoadedLanguages) = (file, languages);

    protected override IReadOnlyList<WhisperSegment> Listen(WhisperRequest request)
    {
        lock (_lock)
            _requests.Add(request);
        return Answer(request);
    }

    protected override void Unload() => Unloads++;
}
