using System.Globalization;

namespace Gateway.Simulator.Calls;

/// <summary>What became of all calls of a run.</summary>
/// <param name="Calls">One report each.</param>
internal sealed record RunReport(IReadOnlyList<CallReport> Calls)
{
    /// <summary>Media messages sent.</summary>
    public long MessagesSent => Calls.Sum(static call => call.MessagesSent);

    /// <summary>The most that a frame left behind its schedule.</summary>
    public TimeSpan Lag => Calls.Max(static call => call.Lag);

    /// <summary>Utterances that had to arrive and did.</summary>
    public int Heard => Calls.Sum(static call => call.Heard.Count());

    /// <summary>Utterances that had to arrive and did not.</summary>
    public int Missing => Calls.Sum(static call => call.Missing.Count());

    /// <summary>Transcripts of nothing.</summary>
    public int Unexpected => Calls.Sum(static call => call.Unexpected.Count());

    /// <summary>The word error rate over everything that arrived.</summary>
    public double WordErrorRate => Calls
        .SelectMany(static call => call.Heard)
        .Aggregate(new WordErrors(), static (sum, utterance) => sum + utterance.WordErrors)
        .Rate;

    /// <summary>How long transcripts took; null if none arrived.</summary>
    public LatencyDistribution? Latency => LatencyDistribution.Of(
        Calls.SelectMany(static call => call.Heard).Select(static utterance => utterance.Latency).OfType<TimeSpan>());

    /// <summary>Everything that keeps the run from being a success, one sentence each.</summary>
    /// <param name="maxWordErrorRate">The largest accepted word error rate: of each utterance of a single call, of the whole run of many.</param>
    public IEnumerable<string> Faults(double maxWordErrorRate)
    {
        foreach (var call in Calls)
        {
            foreach (var problem in call.Problems)
                yield return $"{call.Call}: {problem}";
            foreach (var utterance in call.Missing)
                yield return $"{call.Call}: missing: {Describe(utterance)} \"{utterance.Expected}\"";
            foreach (var utterance in call.Unexpected)
                yield return $"{call.Call}: unexpected: {Describe(utterance)} \"{utterance.Received}\"";
        }
        if (Calls.Count > 1 && WordErrorRate > maxWordErrorRate)
            yield return $"the word error rate is {Percent(WordErrorRate)}, more than {Percent(maxWordErrorRate)}";
        if (Calls is not [var single])
            yield break;
        foreach (var utterance in single.Heard.Where(each => each.WordErrors.Rate > maxWordErrorRate))
        {
            var rate = $"{Percent(utterance.WordErrors.Rate)}, more than {Percent(maxWordErrorRate)}";
            yield return $"the word error rate is {rate}: {Describe(utterance)} \"{utterance.Received}\"";
        }
    }

    private static string Describe(UtteranceReport utterance) =>
        string.Create(CultureInfo.InvariantCulture, $"{utterance.Speaker.ToString().ToLowerInvariant()} at {utterance.Start.TotalSeconds:0.0} s");

    private static string Percent(double rate) => rate.ToString("0 %", CultureInfo.InvariantCulture);
}
