namespace Gateway.Simulator.Twilio;

/// <summary>The stream ended before its audio did.</summary>
internal sealed class StreamLostException(StreamEnding ending) : Exception($"The media stream was lost: {ending}.")
{
    /// <summary>How it ended.</summary>
    public StreamEnding Ending { get; } = ending;
}
