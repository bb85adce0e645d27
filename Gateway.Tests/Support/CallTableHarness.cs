using Gateway.Core;
using Gateway.Media;
using Gateway.Media.Calls;
using Gateway.Media.Endpointing;
using Gateway.Media.Recognition;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Media.Text.Redaction;
using Gateway.Media.Twilio;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Support;

/// <summary>
/// A real call table with real lanes and workers, on a clock that the test moves, in front of a recogniser that only listens.
/// </summary>
internal sealed class CallTableHarness : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<MediaMetrics>().BuildServiceProvider();
    private readonly RecognitionWorkers _workers = new(1);

    public CallTableHarness(CallOptions? options = null)
    {
        var engine = new RecognitionEngine(Recognizer, _workers, _services.GetRequiredService<MediaMetrics>(), NullLogger.Instance) { Vocabulary = Vocabulary };
        Calls = new CallTable(options ?? new CallOptions(), new EndpointingOptions(), engine, new Redactor(new RedactionOptions()), [Delivered], Record, Time);
    }

    public static CallSid Sid { get; } = CallSid.Parse("CA00000000000000000000000000000001");

    public static TranscriptionSettings Settings { get; } = new() { CustomerId = "customer-1", AgentId = "agent-1" };

    public ManualTime Time { get; } = new();

    public RecordingRecognizer Recognizer { get; } = new();

    public SharedVocabulary Vocabulary { get; } = new();

    public CollectingSink Delivered { get; } = new();

    public CollectingConversationLog Record { get; } = new();

    public CallTable Calls { get; }

    public CallStream Open(params Track[] tracks) => Calls.Open(new StreamStart
    {
        CallSid = Sid,
        StreamSid = StreamSid.Parse($"MZ{Guid.NewGuid():N}"),
        Tracks = tracks.Length > 0 ? tracks.ToHashSet() : [Track.Inbound, Track.Outbound],
    });

    public Task<GateAnswer> StartAsync() => Calls.StartAsync(Sid, Settings, CancellationToken.None);

    public Task<GateAnswer> StopAsync() => Calls.StopAsync(Sid);

    public void Dispose()
    {
        _workers.Dispose();
        _services.Dispose();
    }
}
