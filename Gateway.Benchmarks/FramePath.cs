using System.Text;
using Gateway.Core;
using Gateway.Media;
using Gateway.Media.Calls;
using Gateway.Media.Conversations;
using Gateway.Media.Endpointing;
using Gateway.Media.Recognition;
using Gateway.Media.Text.Redaction;
using Gateway.Media.Twilio;
using Gateway.Simulator.Audio;
using Gateway.Simulator.Scripts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Speaker = Gateway.Media.Recognition.Speaker;

namespace Gateway.Benchmarks;

/// <summary>
/// What one frame of 20 ms costs after the WebSocket: reading the message, accounting, and with an open gate base64, mu-law and
/// endpointing, up to the recogniser's queue. Gate shut and gate open take turns in one run on the sample call's audio.
/// </summary>
internal static class FramePath
{
    private const int Rounds = 7;

    public static async Task RunAsync(string script, TextWriter output)
    {
        var messages = Messages(CallScript.Load(script).Audio);
        var results = new Dictionary<bool, List<double>> { [false] = [], [true] = [] };
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var open in new[] { false, true })
            {
                var nanoseconds = await PlayAsync(messages, open);
                // The first round warms everything up.
                if (round > 0)
                    results[open].Add(nanoseconds);
            }
        }

        foreach (var (open, times) in results)
            await output.WriteLineAsync($"gate {(open ? "open" : "shut")}: {times.Order().ElementAt(Rounds / 2):F0} ns a frame, {times.Order().ElementAt(Rounds / 2) * 100 / 1e7:F4} % of a core for a call of two tracks");
    }

    private static async Task<double> PlayAsync(byte[][] messages, bool open)
    {
        await using var services = new ServiceCollection().AddMetrics().AddSingleton<MediaMetrics>().BuildServiceProvider();
        using var workers = new RecognitionWorkers(1);
        var metrics = services.GetRequiredService<MediaMetrics>();
        var engine = new RecognitionResources([new SpeechEngine(new Deaf(), NullLogger.Instance)], workers, metrics, TimeProvider.System, NullLogger.Instance);
        var transcriber = new Transcriber(new EndpointingOptions(), engine, new Redactor(new RedactionOptions()), [], TimeProvider.System);
        var conversations = new ConversationTable(new NoConversationLog(), TimeProvider.System);
        var calls = new CallTable(new CallOptions(), transcriber, conversations, metrics, TimeProvider.System, NullLogger.Instance);
        var sid = CallSid.Parse("CA" + new string('1', 32));
        var stream = calls.Open(new StreamStart { CallSid = sid, StreamSid = StreamSid.Parse("MZ1"), Tracks = new HashSet<Track> { Track.Inbound, Track.Outbound } });
        if (open)
            await calls.StartAsync(sid, new TranscriptionSettings { CustomerId = "c", AgentId = "a" }, CancellationToken.None);

        var reader = new TwilioMessageReader();
        var began = TimeProvider.System.GetTimestamp();
        foreach (var message in messages)
            stream.Accept(reader.Read(message));
        var elapsed = TimeProvider.System.GetElapsedTime(began);
        await calls.CloseAsync(stream, StreamEnding.Stopped);
        return elapsed.TotalNanoseconds / messages.Length;
    }

    private static byte[][] Messages(CallAudio audio)
    {
        var messages = new List<byte[]>();
        var sequence = 1;
        for (var frame = 0; frame < audio.Frames; frame++)
        {
            foreach (var track in new[] { Track.Inbound, Track.Outbound })
            {
                var payload = Convert.ToBase64String(audio.Frame(track, frame).Span);
                messages.Add(Encoding.ASCII.GetBytes(
                    $$$"""{"event":"media","sequenceNumber":"{{{++sequence}}}","media":{"track":"{{{(track == Track.Inbound ? "inbound" : "outbound")}}}","chunk":"{{{sequence}}}","timestamp":"{{{20 * frame}}}","payload":"{{{payload}}}"},"streamSid":"MZ00000000000000000000000000000001"}"""));
            }
        }

        return [.. messages];
    }

    /// <summary>A recogniser that costs nothing: what is measured ends at its door.</summary>
    private sealed class Deaf : IRecognizer, IRecognition
    {
        public string Name => "deaf";

        public IReadOnlyCollection<string> Languages => ["en-US"];

        public Task WarmUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask<IRecognition> BeginAsync(Speaker speaker) => new(this);

        public void Push(ReadOnlySpan<short> samples)
        {
        }

        public ValueTask<Hypothesis> FinishAsync(CancellationToken cancellationToken) => new(Hypothesis.Empty);

        public void Dispose()
        {
        }
    }
}
