using Gateway.Core;

namespace Gateway.Media.Twilio;

/// <summary>The events that Twilio sends.</summary>
public enum TwilioEvent
{
    /// <summary>None of the others, or no event at all: counted and ignored.</summary>
    Unknown,

    /// <summary>The first message: names the protocol.</summary>
    Connected,

    /// <summary>The second message: names stream and call.</summary>
    Start,

    /// <summary>Audio of one track.</summary>
    Media,

    /// <summary>A key was pressed (bidirectional streams only).</summary>
    Dtmf,

    /// <summary>A mark was played or discarded (bidirectional streams only; this gateway sends none).</summary>
    Mark,

    /// <summary>The last message.</summary>
    Stop,
}

/// <summary>One message, as a view of the bytes it was read from: valid only while they are.</summary>
internal readonly ref struct TwilioMessage
{
    public required TwilioEvent Event { get; init; }

    /// <summary>The message's number in the stream, or null when it has none that can be read.</summary>
    public long? SequenceNumber { get; init; }

    /// <summary>The audio, when <see cref="Event"/> is <see cref="TwilioEvent.Media"/>.</summary>
    public MediaFrame Media { get; init; }
}

/// <summary>The audio of one <c>media</c> message, still encoded: behind a closed gate it is never decoded.</summary>
internal readonly ref struct MediaFrame
{
    /// <summary>The track, or null when the message names none that exists.</summary>
    public Track? Track { get; init; }

    /// <summary>Presentation time in milliseconds from the start of the stream, or null when it cannot be read.</summary>
    public long? TimestampMilliseconds { get; init; }

    /// <summary>Base64 of mu-law bytes; empty when the message has no payload.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>Mu-law bytes, and so samples, in the payload; 0 when it is too short or too much of it is padding.</summary>
    public int Samples => Math.Max(0, Payload.Length / 4 * 3 - (Payload.EndsWith("=="u8) ? 2 : Payload.EndsWith("="u8) ? 1 : 0));
}
