using System.ComponentModel.DataAnnotations;

namespace Gateway.Host.Recovery;

/// <summary>
/// Whether the gateway brings broken media streams back by itself. Configuration section <c>Gateway:Twilio:Recovery</c>.
/// </summary>
public sealed class RecoveryOptions
{
    /// <summary>
    /// Whether it does. Needs <see cref="TwilioOptions.AccountSid"/>, <see cref="TwilioOptions.AuthToken"/> and <see cref="GatewayOptions.PublicUrl"/>.
    /// </summary>
    /// <value>Default false.</value>
    public bool Enabled { get; init; }

    /// <summary>How long one recovery is tried before it is given up.</summary>
    /// <value>Default 2 min; 5 s to 30 min.</value>
    [Range(typeof(TimeSpan), "00:00:05", "00:30:00")]
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The most recoveries of one call: a call whose streams break again and again has another trouble.</summary>
    /// <value>Default 20; 1 to 1 000.</value>
    [Range(1, 1000)]
    public int MaxPerCall { get; init; } = 20;

    /// <summary>How long a new stream's media may take to arrive after Twilio has promised it.</summary>
    /// <value>Default 5 s; 1 s to 1 min.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan MediaWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After a restart, calls that were being transcribed so long before it are looked after.</summary>
    /// <value>Default 10 min; 0 (none) to 4 h.</value>
    [Range(typeof(TimeSpan), "00:00:00", "04:00:00")]
    public TimeSpan ResumeWithin { get; init; } = TimeSpan.FromMinutes(10);
}
