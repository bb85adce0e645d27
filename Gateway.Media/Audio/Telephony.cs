namespace Gateway.Media.Audio;

/// <summary>The one audio format of this gateway: 8 000 Hz, mono, one byte per sample on the wire and 16 bits inside.</summary>
internal static class Telephony
{
    /// <summary>Samples per second.</summary>
    public const int SampleRateHz = 8000;

    /// <summary>Samples per millisecond.</summary>
    public const int SamplesPerMillisecond = SampleRateHz / 1000;

    /// <summary>One sample is exactly this many ticks, so positions made from samples never round.</summary>
    private const long TicksPerSample = TimeSpan.TicksPerSecond / SampleRateHz;

    /// <summary>How long <paramref name="samples"/> samples last.</summary>
    public static TimeSpan Duration(long samples) => TimeSpan.FromTicks(samples * TicksPerSample);

    /// <summary>How many whole samples fit into <paramref name="duration"/>.</summary>
    public static int Samples(TimeSpan duration) => checked((int)(duration.Ticks / TicksPerSample));
}
