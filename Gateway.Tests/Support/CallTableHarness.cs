using Gateway.Core;
using Gateway.Media;
using Gateway.Media.Calls;
using Gateway.Media.Conversations;
using Gateway.Media.Direct;
using Gateway.Media.Endpointing;
using Gateway.Media.Recognition;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Media.Text.Redaction;
using Gateway.Media.Twilio;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Support;

/// <summary>
/// A real call table and real direct streams with real lanes and workers, on a clock that the test moves, in front of a recogniser that only listens.
/// </summary>
internal sealed class CallTableHarness : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<MediaMetrics>().BuildServiceProvider();
    private readonly RecognitionWorkers _workers;
    private readonly CancellationTokenSource _stopping = new();

    public CallTableHarness(
        CallOptions? options = null, DirectOptions? direct = null, RedactionOptions? redaction = null, RecognitionOptions? recognition = null, EndpointingOptions? endpointing = null,
        RecordingRecognizer? first = null, IReadOnlyList<IRecognizer>? others = null)
    {
        options ??= new CallOptions();
        redaction ??= new RedactionOptions();
        Recognizer = first ?? new RecordingRecognizer();
        recognition ??= new RecognitionOptions();
        var metrics = _services.GetRequiredService<MediaMetrics>();
        _workers = new RecognitionWorkers(1, Time);
        var engines = new SpeechEngines([Recognizer, .. others ?? []], Time, NullLogger.Instance);
        _ = engines.WarmUpAsync(CancellationToken.None);
        Resources = new RecognitionResources(engines.All, _workers, metrics, Time, NullLogger.Instance) { Vocabulary = Vocabulary, Patience = recognition.Patience, Overload = new OverloadGuard(recognition.MaxLag, Time) };
        Pulse = new MediaPulse(Resources, Time);
        var transcriber = new Transcriber(endpointing ?? new EndpointingOptions(), Resources, new Redactor(redaction), [Delivered], Time);
        var conversations = new ConversationTable(Record, Time);
        Calls = new CallTable(options, transcriber, conversations, metrics, Time, NullLogger.Instance);
        var services = new DirectServices(options, new TranscriptionTerms(engines.Languages, redaction), transcriber, metrics, Time);
        Direct = new DirectStreams(direct ?? new DirectOptions(), services, conversations, NullLogger.Instance);
    }

    public static CallSid Sid { get; } = CallSid.Parse("CA00000000000000000000000000000001");

    public static TranscriptionSettings Settings { get; } = new() { CustomerId = "customer-1", AgentId = "agent-1" };

    public ManualTime Time { get; } = new();

    public RecordingRecognizer Recognizer { get; }

    public SharedVocabulary Vocabulary { get; } = new();

    public CollectingSink Delivered { get; } = new();

    public CollectingConversationLog Record { get; } = new();

    public CallTable Calls { get; }

    public DirectStreams Direct { get; }

    public RecognitionResources Resources { get; }

    /// <summary>Whether all of it is alive; nobody sweeps but the test.</summary>
    public MediaPulse Pulse { get; }

    public CallStream Open(params Track[] tracks) => Calls.Open(new StreamStart
    {
        CallSid = Sid,
        StreamSid = StreamSid.Parse($"MZ{Guid.NewGuid():N}"),
        Tracks = tracks.Length > 0 ? tracks.ToHashSet() : [Track.Inbound, Track.Outbound],
    });

    public Task<GateAnswer> StartAsync() => Calls.StartAsync(Sid, Settings, CancellationToken.None);

    public Task<GateAnswer> StopAsync() => Calls.StopAsync(Sid);

    /// <summary>A client of the direct streams connects.</summary>
    public DirectClient Connect(string conversation = "conversation-1", bool ready = true) =>
        new(socket => Direct.ServeAsync(socket, ConversationId.Parse(conversation), ready, _stopping.Token));

    /// <summary>The process is about to end.</summary>
    public void Shutdown() => _stopping.Cancel();

    public void Dispose()
    {
        _stopping.Dispose();
        _workers.Dispose();
        _services.Dispose();
    }
}
