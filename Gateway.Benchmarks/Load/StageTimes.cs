using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Benchmarks.Load;

/// <summary>How long one delivered utterance spent in each stage, in milliseconds, as the gateway's log tells.</summary>
/// <param name="At">Timestamp at which the line was read.</param>
/// <param name="Endpoint">From its last speech until it was found to be over.</param>
/// <param name="Queue">Until a recogniser was asked for its final text.</param>
/// <param name="Decode">Until the text was there.</param>
/// <param name="Text">Until it was written down and masked.</param>
/// <param name="Deliver">Until it was stored and the webhook's target had answered.</param>
internal sealed partial record StageTimes(long At, double Endpoint, double Queue, double Decode, double Text, double Deliver)
{
    /// <summary>The stages in their order.</summary>
    public static readonly string[] Names = ["endpoint", "queue", "decode", "text", "deliver"];

    /// <summary>The same order.</summary>
    public double[] Stages => [Endpoint, Queue, Decode, Text, Deliver];

    /// <summary>All of it.</summary>
    public double Total => Stages.Sum();

    /// <summary>Reads a line of the gateway's log; null if it is another one.</summary>
    public static StageTimes? Parse(string line, long at)
    {
        if (Line().Match(line) is not { Success: true } match)
            return null;
        double[] values = [.. match.Groups["value"].Captures.Select(capture => double.Parse(capture.ValueSpan, CultureInfo.InvariantCulture))];
        return new StageTimes(at, values[0], values[1], values[2], values[3], values[4]);
    }

    [GeneratedRegex(@"Delivered \w+ of \w+ by [\w-]+:(?: \w+ (?<value>-?[\d.]+) ms[,.]){5}", RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
