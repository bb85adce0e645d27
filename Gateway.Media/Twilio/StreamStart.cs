using Gateway.Core;

namespace Gateway.Media.Twilio;

/// <summary>What the <c>start</c> message says about a stream, checked.</summary>
public sealed class StreamStart
{
    /// <summary>The stream.</summary>
    public required StreamSid StreamSid { get; init; }

    /// <summary>The call leg that it listens to.</summary>
    public required CallSid CallSid { get; init; }

    /// <summary>The tracks that it declares; never empty.</summary>
    public required IReadOnlySet<Track> Tracks { get; init; }

    /// <summary>The value of the custom parameter <c>token</c>, or null (INF-09). Never log it.</summary>
    public string? Token { get; init; }
}
