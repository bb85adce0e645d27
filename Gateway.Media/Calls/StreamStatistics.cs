namespace Gateway.Media.Calls;

/// <summary>What one stream's socket loop has counted. Written by that loop alone; logged when the stream ends.</summary>
internal sealed class StreamStatistics
{
    /// <summary>Audio frames received on declared tracks.</summary>
    public long Frames { get; set; }

    /// <summary>
    /// Messages that the sequence numbers say were sent and that never came: Twilio drops them when a receiver is slow (31930).
    /// </summary>
    public long MissingMessages { get; set; }

    /// <summary>Audio frames that came a second time; dropped.</summary>
    public long DuplicateFrames { get; set; }

    /// <summary>Audio frames without a known track, without payload, or with damaged base64; dropped.</summary>
    public long UnusableFrames { get; set; }

    /// <summary>Messages of no known event; ignored.</summary>
    public long UnknownEvents { get; set; }
}
