namespace Gateway.Benchmarks.Load;

/// <summary>What all measurements of a run have in common.</summary>
internal sealed record LoadSettings
{
    /// <summary>How long each load is measured, once all calls are there and the decoders are warm.</summary>
    public required TimeSpan Measured { get; init; }

    /// <summary>Configuration of the gateway, as on its command line.</summary>
    public required IReadOnlyList<string> Gateway { get; init; }

    /// <summary>Where synthetic speech is kept between runs.</summary>
    public required string SpeechFolder { get; init; }

    /// <summary>Makes the same calls again.</summary>
    public required int Seed { get; init; }

    /// <summary>The beginnings of calls are spread over this: the mean time between two utterances of a call.</summary>
    public static TimeSpan Spread { get; } = TimeSpan.FromSeconds(6);

    /// <summary>After the last call has begun, this passes before anything is measured: decoders are made when they are first needed.</summary>
    public static TimeSpan WarmUp { get; } = TimeSpan.FromSeconds(12);
}
