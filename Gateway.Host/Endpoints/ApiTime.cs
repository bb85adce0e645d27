using System.Globalization;

namespace Gateway.Host.Endpoints;

/// <summary>Times as they stand on the wire.</summary>
internal static class ApiTime
{
    /// <summary>RFC 3339, UTC, with milliseconds.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
