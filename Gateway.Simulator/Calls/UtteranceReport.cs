using Gateway.Core;
using Gateway.Simulator.Twilio;

namespace Gateway.Simulator.Calls;

/// <summary>What became of one thing that was said, or that the gateway says was said.</summary>
internal sealed record UtteranceReport
{
    /// <summary>Whose it is.</summary>
    public required Participant Speaker { get; init; }

    /// <summary>Where it begins, from the first sample of the audio.</summary>
    public required TimeSpan Start { get; init; }

    /// <summary>What had to arrive; null if nothing.</summary>
    public string? Expected { get; init; }

    /// <summary>What arrived; null if nothing did.</summary>
    public string? Received { get; init; }

    /// <summary>Their difference.</summary>
    public WordErrors WordErrors { get; init; }

    /// <summary>From sending its last speech sample to the arrival of its last transcript; null unless expected and received.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>Sums up a match.</summary>
    public static UtteranceReport Of(Match match, Participant speaker, Playhead playhead, TimeProvider time)
    {
        var expected = Join(match.Expected.Select(static utterance => utterance.ExpectedText));
        var received = Join(match.Received.Select(static transcript => transcript.Source.Message.Text));
        var sent = match.Expected.Count == 0 ? null : playhead.SentAt(match.Expected[^1].End);
        return new UtteranceReport
        {
            Speaker = speaker,
            Start = expected is null ? match.Received[0].Start : match.Expected[0].Start,
            Expected = expected,
            Received = received,
            WordErrors = WordErrors.Between(expected ?? "", received ?? ""),
            Latency = received is not null && sent is { } sentAt
                ? time.GetElapsedTime(sentAt, match.Received.Max(static transcript => transcript.Source.ArrivedAt))
                : null,
        };

        static string? Join(IEnumerable<string> texts) => texts.Any() ? string.Join(' ', texts) : null;
    }
}
