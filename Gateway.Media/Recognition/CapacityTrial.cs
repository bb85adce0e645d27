using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Gateway.Core;
using Gateway.Media.Audio;
using Gateway.Media.Conversations;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Media.Recognition;

/// <summary>What a number of simulated calls gave.</summary>
/// <param name="Calls">Calls at the same time.</param>
/// <param name="Utterances">Utterances whose text was measured.</param>
/// <param name="P50">Half of them took no longer from the end of speech to the text; zero if there were none.</param>
/// <param name="P95">Nineteen of twenty took no longer; zero if there were none.</param>
/// <param name="Lost">Utterances that were dropped because recognition was too far behind, or on which it failed.</param>
public sealed record CapacityStep(int Calls, int Utterances, TimeSpan P50, TimeSpan P95, long Lost);

/// <summary>
/// Simulated calls of recorded speech in real time, on the process's own engines and workers: how long text takes. Sockets, store and webhook take no part.
/// </summary>
public sealed class CapacityTrial : IDisposable
{
    private const int FrameSamples = 20 * Telephony.SamplesPerMillisecond;

    private static readonly TimeSpan Frame = Telephony.Duration(FrameSamples);

    private readonly Transcriber _transcriber;
    private readonly TimeProvider _time;
    private readonly short[] _speech;
    private readonly TimeSpan _slot;
    private readonly MeterListener _losses = new();
    private long _lost;

    /// <param name="services">With what <see cref="Registration.AddMedia"/> adds.</param>
    /// <param name="speech">Mu-law at 8 kHz: utterances at equal distances, which the two parties of a call say in turn, over and over.</param>
    /// <param name="slot">That distance.</param>
    public CapacityTrial(IServiceProvider services, ReadOnlySpan<byte> speech, TimeSpan slot)
    {
        _transcriber = services.GetRequiredService<Transcriber>();
        _time = services.GetRequiredService<TimeProvider>();
        _speech = new short[speech.Length];
        MuLaw.Decode(speech, _speech);
        _slot = slot;
        var meters = services.GetRequiredService<IMeterFactory>();
        _losses.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Name is "gateway.media.utterances.shed" or "gateway.media.utterances.failed")
                listener.EnableMeasurementEvents(instrument);
        };
        _losses.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _lost, count));
        _losses.Start();
    }

    /// <summary>Plays calls. What they say in the first slot only warms up.</summary>
    /// <param name="calls">How many at the same time.</param>
    /// <param name="length">How long it is measured.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    public async Task<CapacityStep> RunAsync(int calls, TimeSpan length, CancellationToken cancellationToken)
    {
        var lostBefore = Interlocked.Read(ref _lost);
        // What the end cuts off is over too soon.
        var until = _slot + length - Frame;
        var parties = Enumerable.Range(0, calls).SelectMany(call => Parties(call, calls, until)).ToList();
        using var timer = new PeriodicTimer(Frame, _time);
        var began = _time.GetTimestamp();
        foreach (var party in parties)
            party.Began = began;
        for (var frame = 0; frame * Frame < _slot + length;)
        {
            await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
            // A tick may come late, and then it stands for several.
            for (var due = _time.GetElapsedTime(began); frame * Frame <= due; frame++)
                foreach (var party in parties)
                    Send(party, frame);
        }

        var left = await Task.WhenAll(parties.Select(EndAsync)).WaitAsync(cancellationToken).ConfigureAwait(false);
        var latencies = left.SelectMany(static party => party.Latencies).Order().ToArray();
        return new CapacityStep(calls, latencies.Length, Rank(latencies, 0.50), Rank(latencies, 0.95), Interlocked.Read(ref _lost) - lostBefore);
    }

    /// <summary>Counts no more.</summary>
    public void Dispose() => _losses.Dispose();

    /// <summary>Calls are spread over a slot, and each begins with another utterance.</summary>
    private IEnumerable<Party> Parties(int call, int calls, TimeSpan until)
    {
        var conversation = new Conversation(ConversationId.Parse($"trial {call}"), new NoRecord());
        var settings = new TranscriptionSettings { CustomerId = "customer", AgentId = "agent" };
        var slotSamples = Telephony.Samples(_slot);
        var offset = (call * slotSamples) + (int)((long)call * slotSamples / calls / FrameSamples * FrameSamples);
        foreach (var participant in Enum.GetValues<Participant>())
        {
            var party = new Party(_time, offset, (int)participant, _slot, until);
            party.Transcription = _transcriber.Begin(conversation, participant, settings, TimeSpan.Zero, DateTimeOffset.UnixEpoch, listener: party);
            yield return party;
        }
    }

    private void Send(Party party, int frame)
    {
        var at = party.Offset + ((long)frame * FrameSamples);
        var turn = at / Telephony.Samples(_slot) % 2 == party.Turn;
        ReadOnlySpan<short> samples = turn ? _speech.AsSpan((int)(at % _speech.Length), FrameSamples) : stackalloc short[FrameSamples];
        party.Transcription.Accept(samples, frame * Frame, _time.GetTimestamp());
    }

    private static async Task<Party> EndAsync(Party party)
    {
        party.Transcription.Flush();
        await party.Transcription.DrainAsync().ConfigureAwait(false);
        return party;
    }

    private static TimeSpan Rank(TimeSpan[] sorted, double share) => sorted.Length == 0 ? TimeSpan.Zero : sorted[(int)Math.Ceiling(share * sorted.Length) - 1];

    /// <summary>One party of a call.</summary>
    private sealed class Party(TimeProvider time, int offset, int turn, TimeSpan from, TimeSpan until) : IUtteranceSink
    {
        private readonly ConcurrentQueue<TimeSpan> _latencies = [];

        public IEnumerable<TimeSpan> Latencies => _latencies;

        public Transcription Transcription { get; set; } = null!;

        public long Began { get; set; }

        /// <summary>Where in the speech, endlessly repeated, its call begins.</summary>
        public int Offset => offset;

        /// <summary>Whether it says the even utterances or the odd ones.</summary>
        public int Turn => turn;

        public ValueTask AcceptAsync(Utterance utterance, CancellationToken cancellationToken)
        {
            if (utterance.Start >= from && utterance.End < until)
                _latencies.Enqueue(time.GetElapsedTime(Began) - utterance.End);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class NoRecord : IConversationLog
    {
        public void Record(ConversationEvent happened)
        {
        }
    }
}
