namespace Gateway.Simulator.Audio;

/// <summary>How a WAV file writes one sample; all of them little-endian.</summary>
internal enum SampleEncoding
{
    /// <summary>8-bit PCM, which alone is unsigned: 128 is silence.</summary>
    Pcm8,

    /// <summary>16-bit PCM.</summary>
    Pcm16,

    /// <summary>24-bit PCM.</summary>
    Pcm24,

    /// <summary>32-bit PCM.</summary>
    Pcm32,

    /// <summary>IEEE 754 single precision; 1 is full scale.</summary>
    Float32,

    /// <summary>IEEE 754 double precision; 1 is full scale.</summary>
    Float64,

    /// <summary>G.711 A-law.</summary>
    ALaw,

    /// <summary>G.711 mu-law.</summary>
    MuLaw,
}
