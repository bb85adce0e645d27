using Gateway.Media.Audio;

namespace Gateway.Media.Endpointing;

/// <summary>What one frame sounds like.</summary>
/// <param name="Level">Mean power of the frame, in dBFS.</param>
/// <param name="Kind">What that power is made of.</param>
internal readonly record struct FrameSound(float Level, SoundKind Kind);

/// <summary>What a frame's power is made of.</summary>
internal enum SoundKind
{
    /// <summary>Not above the noise of the line.</summary>
    Background,

    /// <summary>Above the noise, without the low-frequency weight of a vowel: a consonant, or a hiss.</summary>
    Unvoiced,

    /// <summary>Above the noise, and most of it at low frequencies: a vowel or a voiced consonant.</summary>
    Voiced,

    /// <summary>Above the noise, but made of one or two sine waves: a key, a ringing or a busy tone.</summary>
    Tone,
}

/// <summary>
/// Says of every 10 ms whether it may be speech. Level against an adaptive noise floor finds sound; two cheap shape features keep out
/// what is not a voice: hiss has no correlation between neighbouring samples, and signalling tones put all their power into two lines of
/// the spectrum. Allocates nothing after construction. Not safe for concurrent use.
/// </summary>
internal sealed class SpeechDetector
{
    /// <summary>Samples per frame: 10 ms.</summary>
    public const int FrameSamples = 10 * Telephony.SamplesPerMillisecond;

    /// <summary>
    /// Until the line has been heard, its noise is taken to be this loud, in dBFS: louder than a good line, quieter than a voice.
    /// </summary>
    private const float AssumedFloor = -50f;

    /// <summary>The floor is never taken to be lower than this, in dBFS: digital silence must not turn line noise into speech.</summary>
    private const float LowestFloor = -58f;

    /// <summary>A voice begins this far above the floor, in dB.</summary>
    private const float OnsetMargin = 8f;

    /// <summary>And goes on while it stays this far above it, in dB.</summary>
    private const float ContinueMargin = 5f;

    /// <summary>
    /// The floor is the lowest level of this many blocks: two seconds, in which running speech always has a pause for a consonant.
    /// </summary>
    private const int FloorBlocks = 10;
    private const int FramesPerBlock = 20;

    /// <summary>Correlation of neighbouring samples above which the sound is voiced: vowels lie above 0.6, white noise below 0.2.</summary>
    private const float VoicedCorrelation = 0.4f;

    private readonly ToneDetector _tones = new();
    private readonly float[] _blockMinima = new float[FloorBlocks];
    private int _block;
    private int _framesInBlock;
    private int _blocksHeard;
    private float _blockMinimum = float.MaxValue;
    private float _smoothedPower;
    private float _floor = AssumedFloor;
    private bool _inSound;

    /// <summary>Hears the next 10 ms.</summary>
    /// <param name="frame">Exactly <see cref="FrameSamples"/> samples.</param>
    public FrameSound Hear(ReadOnlySpan<short> frame)
    {
        long sum = 0, energy = 0, neighbours = 0;
        for (var i = 0; i < frame.Length; i++)
        {
            sum += frame[i];
            energy += frame[i] * frame[i];
            if (i > 0)
                neighbours += frame[i] * frame[i - 1];
        }

        // A constant offset of the line is not sound.
        var mean = sum / (double)frame.Length;
        var power = Math.Max(0, energy / (double)frame.Length - mean * mean);
        var level = Decibels(power);
        _tones.Add(frame);
        LearnFloor((float)power);

        _inSound = level > _floor + (_inSound ? ContinueMargin : OnsetMargin);
        if (!_inSound)
            return new FrameSound(level, SoundKind.Background);
        if (_tones.IsTone())
            return new FrameSound(level, SoundKind.Tone);
        var correlation = (neighbours / (double)(frame.Length - 1) - mean * mean) / power;
        return new FrameSound(level, correlation > VoicedCorrelation ? SoundKind.Voiced : SoundKind.Unvoiced);
    }

    private void LearnFloor(float power)
    {
        // Smoothing over 30 ms keeps a single quiet frame from pulling the floor below what the line sounds like.
        _smoothedPower += (power - _smoothedPower) / 3;
        _blockMinimum = Math.Min(_blockMinimum, _smoothedPower);
        if (++_framesInBlock < FramesPerBlock)
            return;

        _blockMinima[_block] = _blockMinimum;
        _block = (_block + 1) % FloorBlocks;
        _blocksHeard = Math.Min(_blocksHeard + 1, FloorBlocks);
        _framesInBlock = 0;
        _blockMinimum = float.MaxValue;

        var lowest = Decibels(MinimumOf(_blockMinima.AsSpan(0, _blocksHeard)));
        // Before two seconds have been heard, all of it may have been speech: the floor may fall, but not rise above the assumption.
        if (_blocksHeard < FloorBlocks)
            lowest = Math.Min(lowest, AssumedFloor);
        _floor = Math.Max(lowest, LowestFloor);
    }

    private static float MinimumOf(ReadOnlySpan<float> values)
    {
        var minimum = values[0];
        foreach (var value in values)
            minimum = Math.Min(minimum, value);
        return minimum;
    }

    private static float Decibels(double power) => 10f * MathF.Log10((float)(Math.Max(power, 1e-3) / (32768.0 * 32768.0)));
}
