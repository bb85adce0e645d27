using System.ComponentModel.DataAnnotations;

namespace Gateway.Host.Security;

/// <summary>Where the audit log is kept, and for how long. Configuration section <c>Gateway:Audit</c>.</summary>
public sealed class AuditOptions
{
    /// <summary>The directory of its files; made when it is not there. Null: <c>audit</c> in the state directory.</summary>
    [MinLength(1, ErrorMessage = "must name a directory")]
    public string? Directory { get; init; }

    /// <summary>How long entries are kept: a day's file is deleted when its last entry is this old.</summary>
    /// <value>Default 400 days: a year, and time to look at it; 1 day to 10 years.</value>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(400);
}
