using System.ComponentModel.DataAnnotations;

namespace Gateway.Host.Operations;

/// <summary>The listener for the operator: plain HTTP, no keys. Configuration section <c>Gateway:Management</c>.</summary>
public sealed class ManagementOptions
{
    /// <summary>Where it listens: an <c>http</c> URL with an IP address or <c>localhost</c>, and a port (0: any free one).</summary>
    /// <value>Default <c>http://127.0.0.1:8081</c>. It tells nothing secret, but it is meant for this machine.</value>
    [Required]
    public Uri Url { get; init; } = new("http://127.0.0.1:8081");
}
