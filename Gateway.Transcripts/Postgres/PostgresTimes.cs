namespace Gateway.Transcripts.Postgres;

/// <summary>Times as both stores keep them.</summary>
internal static class PostgresTimes
{
    /// <summary>In UTC and without what is below a millisecond.</summary>
    public static DateTimeOffset ToMilliseconds(this DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
