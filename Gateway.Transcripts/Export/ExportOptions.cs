using System.ComponentModel.DataAnnotations;

namespace Gateway.Transcripts.Export;

/// <summary>The daily files (api.md 6). Configuration section <c>Gateway:Export</c>.</summary>
public sealed class ExportOptions
{
    /// <summary>
    /// Where the files are. Null: <c>export</c> in the state directory. Nodes that share a store need one directory that all of them can read; one of
    /// them writes.
    /// </summary>
    public string? Directory { get; init; }

    /// <summary>When the files of the day before are published, by the clock of UTC (INF-43).</summary>
    /// <value>Default 02:00; 00:05 to 23:59.</value>
    [Range(typeof(TimeSpan), "00:05:00", "23:59:00")]
    public TimeSpan RefreshAt { get; init; } = TimeSpan.FromHours(2);

    /// <summary>How long a link to a file is good (INF-42).</summary>
    /// <value>Default 15 min; 1 min to 1 day.</value>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan LinkLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>What stands in the columns <c>company_name</c> and <c>company_marker</c>. Null: nothing.</summary>
    public string? CompanyName { get; init; }

    /// <summary>The feed <c>utterances</c>.</summary>
    public FeedOptions Utterances { get; init; } = new();
}

/// <summary>One feed. Configuration section <c>Gateway:Export:Utterances</c>.</summary>
public sealed class FeedOptions
{
    /// <summary>Whether files are written and listed.</summary>
    /// <value>Default false: feeds are off until somebody wants them (api.md 6.1).</value>
    public bool Enabled { get; init; }

    /// <summary>How long after the end of a date its files are kept.</summary>
    /// <value>Default 7 days; 1 day to 10 years.</value>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);
}
