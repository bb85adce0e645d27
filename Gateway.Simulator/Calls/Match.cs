using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Calls;

/// <summary>
/// What was said and what was transcribed of it. Usually one of each; a recogniser may also split an utterance at a pause, or join two
/// across a short one. Nothing received means missing, nothing expected means unexpected.
/// </summary>
/// <param name="Expected">What was said, in order.</param>
/// <param name="Received">What arrived, in order of speaking.</param>
internal sealed record Match(IReadOnlyList<ScriptedUtterance> Expected, IReadOnlyList<PlacedTranscript> Received)
{
    /// <summary>Brings together what overlaps in time. All of it must belong to one participant in one window.</summary>
    public static IReadOnlyList<Match> Find(IEnumerable<ScriptedUtterance> expected, IEnumerable<PlacedTranscript> received)
    {
        var matches = expected.Select(static utterance => new Match([utterance], [])).ToList();
        foreach (var transcript in received.OrderBy(static transcript => transcript.Start))
        {
            var touched = matches.Where(match => match.Expected.Any(utterance => IsPartOf(utterance, transcript))).ToList();
            if (touched.Count == 0 && Nearest(matches, transcript) is { } nearest)
                touched.Add(nearest);
            matches.RemoveAll(touched.Contains);
            matches.Add(new Match(
                [.. touched.SelectMany(static match => match.Expected).OrderBy(static utterance => utterance.Start)],
                [.. touched.SelectMany(static match => match.Received).Append(transcript).OrderBy(static each => each.Start)]));
        }
        return matches;
    }

    // Half, so that the blurred edge of one transcript does not swallow a neighbour.
    private static bool IsPartOf(ScriptedUtterance utterance, PlacedTranscript transcript) =>
        transcript.Overlap(utterance) * 2 >= utterance.End - utterance.Start;

    private static Match? Nearest(List<Match> matches, PlacedTranscript transcript) => matches
        .Select(match => (Match: match, Overlap: match.Expected.Select(transcript.Overlap).DefaultIfEmpty().Max()))
        .Where(static candidate => candidate.Overlap > TimeSpan.Zero)
        .OrderByDescending(static candidate => candidate.Overlap)
        .FirstOrDefault()
        .Match;
}
