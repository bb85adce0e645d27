namespace Gateway.Core;

/// <summary>
/// Names one participant's transcription from a start to its stop: the <c>streamId</c> of the API (api.md 3.3). A resumed call gets
/// new ones (INF-21). Not to be confused with Twilio's <see cref="StreamSid"/>.
/// </summary>
public readonly record struct StreamId(Guid Value)
{
    /// <summary>A new name; ids made later sort later.</summary>
    public static StreamId New(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new StreamId(Guid.CreateVersion7(time.GetUtcNow()));
    }

    /// <summary>A lower-case UUID (INF-66).</summary>
    public override string ToString() => Value.ToString("D");
}
