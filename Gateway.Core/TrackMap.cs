namespace Gateway.Core;

/// <summary>
/// Which participant speaks on which track (api.md 3.1, <c>twilioParams.trackMap</c>). The two tracks always belong to different
/// participants (INF-25), so one fact says it all.
/// </summary>
/// <param name="Inbound">Who speaks on the inbound track; the other participant speaks on the outbound track.</param>
public readonly record struct TrackMap(Participant Inbound)
{
    /// <summary>Inbound is the customer, outbound is the agent: the usual call from a customer.</summary>
    public static TrackMap Default => new(Participant.Customer);

    /// <summary>Who speaks on the outbound track.</summary>
    public Participant Outbound => Inbound == Participant.Customer ? Participant.Agent : Participant.Customer;

    /// <summary>Who speaks on <paramref name="track"/>.</summary>
    public Participant this[Track track] => track == Track.Inbound ? Inbound : Outbound;
}
