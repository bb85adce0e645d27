using System.Globalization;

namespace Gateway.Simulator.Cloud;

/// <summary>
/// How patiently a webhook is delivered, as its URL's fragment says: <c>#rc=3&amp;rp=5xx,ct,rt</c>. The fragment itself is neither sent nor
/// signed. That callbacks of streams honour it is likely, and not documented.
/// </summary>
/// <param name="Connect">How long one try may take to connect (<c>ct</c>): 100 ms to 10 s.</param>
/// <param name="Read">How long one try may wait for the answer (<c>rt</c>): 100 ms to 15 s.</param>
/// <param name="Total">How long all tries may take (<c>tt</c>): at most 15 s.</param>
/// <param name="Retries">How many more tries there are (<c>rc</c>): 0 to 5.</param>
/// <param name="Policy">What is tried again (<c>rp</c>): <c>4xx</c>, <c>5xx</c>, <c>ct</c>, <c>rt</c>, <c>all</c>.</param>
internal sealed record ConnectionOverrides(TimeSpan Connect, TimeSpan Read, TimeSpan Total, int Retries, IReadOnlyList<string> Policy)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>Between two tries: not documented.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Without a fragment: one more try, and only if there was no connection.</summary>
    public static ConnectionOverrides Default { get; } = new(TimeSpan.FromSeconds(5), Longest, Longest, 1, ["ct"]);

    /// <summary>Reads a URL's fragment. What is not understood, or out of bounds, is as if it were not there.</summary>
    public static ConnectionOverrides Of(string url)
    {
        var overrides = Default;
        if (url.Split('#', 2) is not [_, var fragment])
            return overrides;
        foreach (var pair in fragment.Split('&').Select(static part => part.Split('=', 2)).Where(static pair => pair.Length == 2))
            overrides = (pair[0], Number(pair[1])) switch
            {
                ("ct", >= 100 and <= 10_000 and var ms) => overrides with { Connect = TimeSpan.FromMilliseconds(ms) },
                ("rt", >= 100 and <= 15_000 and var ms) => overrides with { Read = TimeSpan.FromMilliseconds(ms) },
                ("tt", >= 100 and <= 15_000 and var ms) => overrides with { Total = TimeSpan.FromMilliseconds(ms) },
                ("rc", >= 0 and <= 5 and var count) => overrides with { Retries = count },
                ("rp", _) => overrides with { Policy = pair[1].Split(',') },
                _ => overrides,
            };
        return overrides;

        static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }

    /// <summary>Whether a try that ended so is followed by another.</summary>
    /// <param name="status">The HTTP status; null: none came.</param>
    /// <param name="connected">Whether there was a connection.</param>
    public bool TriesAgain(int? status, bool connected) => status switch
    {
        null when !connected => Includes("ct"),
        null => Includes("rt"),
        >= 500 => Includes("5xx"),
        >= 400 => Includes("4xx"),
        _ => false,
    };

    private bool Includes(string what) => Policy.Contains(what) || Policy.Contains("all");
}
