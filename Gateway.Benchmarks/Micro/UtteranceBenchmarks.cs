using BenchmarkDotNet.Attributes;
using Gateway.Core;
using Gateway.Media.Text.Redaction;
using Gateway.Webhook;

namespace Gateway.Benchmarks.Micro;

/// <summary>What happens to every utterance.</summary>
[MemoryDiagnoser]
public class UtteranceBenchmarks : IDisposable
{
    private const string Said = "I need help upgrading my streaming package and my PIN number is 4719.";

    private readonly Redactor _redactor = new(new RedactionOptions());
    private readonly RedactionContext _context = new();
    private readonly WebhookQueue _queue = new(new WebhookQueueOptions(), (_, _) => { }, TimeProvider.System);
    private readonly Utterance _utterance = new()
    {
        Id = new UlidSequence(TimeProvider.System).Next(),
        Conversation = CallSid.Parse("CA" + new string('1', 32)),
        Stream = new StreamId(Guid.Empty),
        Participant = Participant.Customer,
        ParticipantId = "customer",
        Start = TimeSpan.Zero,
        End = TimeSpan.FromSeconds(3),
        SpokenAt = DateTimeOffset.UnixEpoch,
        Text = Said,
    };

    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    /// <summary>A sentence of thirteen words with a PIN.</summary>
    [Benchmark]
    public void Redact() => _redactor.Redact(Said, Participant.Customer, _now = _now.AddSeconds(5), _context);

    /// <summary>In, out, and done.</summary>
    [Benchmark]
    public async Task Queue_for_the_webhook()
    {
        _queue.Enqueue(_utterance);
        _queue.Complete(await _queue.DequeueAsync(CancellationToken.None));
    }

    /// <summary>Ends the queue.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _queue.Dispose();
        GC.SuppressFinalize(this);
    }
}
