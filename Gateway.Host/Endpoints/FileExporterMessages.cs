namespace Gateway.Host.Endpoints;

/// <summary>
/// The body of every file exporter operation (api.md 6.1); each operation needs one member more than the one before. Values may be bare (<c>1</c>) or
/// with their partition's name (<c>version=1</c>, INF-39).
/// </summary>
/// <param name="Feed">The feed.</param>
/// <param name="Version">Its version.</param>
/// <param name="Format"><c>jsonl</c> or <c>csv</c>.</param>
/// <param name="Date">A UTC date, <c>yyyy-MM-dd</c>.</param>
/// <param name="Interval">An hour of that date, <c>hr=00</c> to <c>hr=23</c>; optional everywhere.</param>
/// <param name="FileName">The file.</param>
/// <param name="File">Another spelling of <paramref name="FileName"/> (C18).</param>
internal sealed record FeedRequest(string? Feed, string? Version, string? Format, string? Date, string? Interval, string? FileName, string? File);

/// <summary>The answer of every file exporter operation: what was asked for, bare, and one member more.</summary>
/// <param name="Feed">As asked.</param>
/// <param name="Version">As asked.</param>
/// <param name="Format">As asked.</param>
/// <param name="Date">As asked.</param>
/// <param name="Interval">As asked.</param>
/// <param name="FileName">As asked.</param>
internal sealed record FeedResponse(string? Feed, string? Version, string? Format, string? Date, string? Interval, string? FileName)
{
    /// <summary>The feeds that are enabled.</summary>
    public IReadOnlyList<string>? Feeds { get; init; }

    /// <summary>The feed's versions.</summary>
    public IReadOnlyList<string>? Versions { get; init; }

    /// <summary>The formats.</summary>
    public IReadOnlyList<string>? Formats { get; init; }

    /// <summary>The published dates, ascending.</summary>
    public IReadOnlyList<string>? Dates { get; init; }

    /// <summary>The hours of the date that have files, ascending.</summary>
    public IReadOnlyList<string>? Intervals { get; init; }

    /// <summary>The files, ascending.</summary>
    public IReadOnlyList<string>? Files { get; init; }

    /// <summary>Where the file can be fetched for some minutes, without headers.</summary>
    public string? Url { get; init; }
}
