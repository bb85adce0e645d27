using Gateway.Simulator.Audio;
using Gateway.Simulator.Calls;
using Gateway.Simulator.Webhook;

namespace Gateway.Simulator.Drills;

/// <summary>What became of one thing that was said.</summary>
/// <param name="Said">What was said.</param>
/// <param name="Share">The share of its words that arrived, in their order: 0 to 1.</param>
/// <param name="Times">How many transcripts hold most of it.</param>
internal sealed record HeardUtterance(SpokenUtterance Said, double Share, int Times)
{
    // What a recogniser makes of telephone speech: the sample's utterances come with at least two thirds of their words, and two
    // different ones share at most a third.
    private const double Whole = 0.6;
    private const double Nothing = 0.34;

    /// <summary>Whether it came, as far as a recogniser of telephone speech can be trusted.</summary>
    public bool IsWhole => Share >= Whole;

    /// <summary>Whether it is lost: what words came belong to others.</summary>
    public bool IsLost => Share < Nothing;

    /// <summary>How much of it did not come.</summary>
    public TimeSpan Lost => IsWhole ? TimeSpan.Zero : IsLost ? Said.Length : (1 - Share) * Said.Length;

    /// <summary>
    /// Looks for an utterance in what arrived from its speaker between its beginning and a while after its end. By words and time of
    /// arrival, not by a transcript's own times: those count from something that a gateway may lose in the drill.
    /// </summary>
    public static HeardUtterance Find(SpokenUtterance said, IEnumerable<ReceivedTranscript> received, CallLine line)
    {
        var words = WordErrors.WordsOf(said.Text);
        var candidates = received
            .Where(transcript => transcript.Message.Sender.Role == said.Speaker)
            .Where(transcript => line.PositionAt(transcript.ArrivedAt) is var at && at > said.Start && at < said.End + DrillLimits.Arrival)
            .Select(static transcript => WordErrors.WordsOf(transcript.Message.Text))
            .ToList();
        return new HeardUtterance(
            said, Common(words, [.. candidates.SelectMany(static each => each)]), candidates.Count(each => Common(words, each) >= Whole));
    }

    /// <summary>The longest common subsequence, as a share of the first.</summary>
    private static double Common(List<string> said, List<string> heard)
    {
        var row = new int[heard.Count + 1];
        foreach (var word in said)
        {
            var diagonal = 0;
            for (var i = 1; i <= heard.Count; i++)
                (diagonal, row[i]) = (row[i], word == heard[i - 1] ? diagonal + 1 : Math.Max(row[i], row[i - 1]));
        }
        return said.Count == 0 ? 0 : (double)row[^1] / said.Count;
    }
}
