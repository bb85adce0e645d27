using Gateway.Core;
using Gateway.Simulator.Control;

namespace Gateway.Simulator.Calls;

/// <summary>What became of one call.</summary>
internal sealed record CallReport
{
    /// <summary>The call.</summary>
    public required CallSid Call { get; init; }

    /// <summary>Media messages sent, both tracks together.</summary>
    public required long MessagesSent { get; init; }

    /// <summary>The most that a frame left behind its schedule.</summary>
    public required TimeSpan Lag { get; init; }

    /// <summary>What was said, and what was transcribed, in order; empty if nobody listened to the webhook.</summary>
    public required IReadOnlyList<UtteranceReport> Utterances { get; init; }

    /// <summary>The answers to the stop requests.</summary>
    public required IReadOnlyList<AutotranscribeResponse> Stops { get; init; }

    /// <summary>What went wrong besides: refused requests, a lost stream, contradictions. One sentence each.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>What had to arrive and did.</summary>
    public IEnumerable<UtteranceReport> Heard => Utterances.Where(static utterance => utterance is { Expected: not null, Received: not null });

    /// <summary>What had to arrive and did not.</summary>
    public IEnumerable<UtteranceReport> Missing => Utterances.Where(static utterance => utterance.Received is null);

    /// <summary>What arrived although nothing of the kind was said, or not while transcription was on.</summary>
    public IEnumerable<UtteranceReport> Unexpected => Utterances.Where(static utterance => utterance.Expected is null);
}
