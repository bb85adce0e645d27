using System.CommandLine;
using Gateway.Core;

namespace Gateway.Simulator.Commands;

/// <summary>The options that say who speaks on which channel of a recording.</summary>
internal sealed class SpeakerOptions
{
    private readonly Option<Participant?> _role = new("--role")
    {
        Description = "Who speaks, if it is one channel. Without it the customer, or the agent on channel 2 of two.",
    };

    private readonly Option<int?> _channel = new("--channel") { Description = "Take only this channel, counted from 1." };

    public void AddTo(Command command)
    {
        command.Add(_role);
        command.Add(_channel);
        _channel.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 1)
                result.AddError("--channel counts from 1.");
        });
    }

    /// <summary>Who speaks on which channel; the left of two is the customer's, the right the agent's.</summary>
    /// <param name="arguments">The options.</param>
    /// <param name="channels">How many channels the recording has.</param>
    /// <exception cref="FormatException">The options do not suit the recording.</exception>
    public IReadOnlyList<ChannelSpeaker> Of(ParseResult arguments, int channels)
    {
        var (role, channel) = (arguments.GetValue(_role), arguments.GetValue(_channel));
        if (channel > channels)
            throw new FormatException($"the recording has no channel {channel}, only {channels}.");
        if (channel is { } chosen)
            return [new ChannelSpeaker(role ?? (channels == 2 && chosen == 2 ? Participant.Agent : Participant.Customer), chosen - 1)];
        return (channels, role) switch
        {
            (1, _) => [new ChannelSpeaker(role ?? Participant.Customer, 0)],
            (2, null) => [new ChannelSpeaker(Participant.Customer, 0), new ChannelSpeaker(Participant.Agent, 1)],
            (2, _) => throw new FormatException("the recording has two channels, the customer's and the agent's; --role wants --channel with it."),
            _ => throw new FormatException($"the recording has {channels} channels; choose one with --channel."),
        };
    }
}
