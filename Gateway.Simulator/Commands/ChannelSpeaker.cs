using Gateway.Core;

namespace Gateway.Simulator.Commands;

/// <summary>Who is heard on a channel of a recording.</summary>
/// <param name="Role">Customer or agent.</param>
/// <param name="Channel">The channel, counted from 0.</param>
internal sealed record ChannelSpeaker(Participant Role, int Channel);
