using System.Collections.Concurrent;
using Gateway.Core;
using Gateway.Simulator.Control;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Webhook;

namespace Gateway.Simulator.Calls;

/// <summary>The streams that a call's start responses named: whose they are, and where in the call their clocks begin.</summary>
internal sealed class TranscribedStreams
{
    private readonly ConcurrentDictionary<string, (TranscriptionWindow Window, Participant Speaker, TimeSpan Origin)> _streams = new();

    /// <summary>Notes the streams of a start response.</summary>
    public void Add(AutotranscribeResponse started, TranscriptionWindow window, TimeSpan origin)
    {
        if (started.Customer?.StreamId is { } customer)
            _streams[customer] = (window, Participant.Customer, origin);
        if (started.Agent?.StreamId is { } agent)
            _streams[agent] = (window, Participant.Agent, origin);
    }

    /// <summary>Puts a transcript on the script's clock; null if its stream is not known.</summary>
    public PlacedTranscript? Place(ReceivedTranscript transcript)
    {
        if (!_streams.TryGetValue(transcript.Message.StreamId, out var stream))
            return null;
        var (start, end) = (transcript.Message.AutotranscribeResponse.Start, transcript.Message.AutotranscribeResponse.End);
        return new PlacedTranscript(transcript, stream.Window, stream.Speaker, stream.Origin + start, stream.Origin + end);
    }
}
