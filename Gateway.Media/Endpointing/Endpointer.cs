using Gateway.Media.Audio;

namespace Gateway.Media.Endpointing;

/// <summary>What the last frame did to the utterance.</summary>
internal enum SpeechEdge
{
    /// <summary>Nobody speaks; there is no audio to pass on.</summary>
    None,

    /// <summary>An utterance begins; <see cref="Endpointer.Audio"/> starts with its lead-in.</summary>
    Began,

    /// <summary>The utterance goes on; <see cref="Endpointer.Audio"/> belongs to it and may be empty for a while.</summary>
    Continued,

    /// <summary>
    /// As <see cref="Continued"/>; and what was said is enough for an utterance, and has been followed by the <see cref="Endpointer.ClosingSilence"/>: it may be over.
    /// </summary>
    Paused,

    /// <summary>The utterance ends after <see cref="Endpointer.Audio"/>.</summary>
    Ended,

    /// <summary>What had begun was too short to be speech: forget it.</summary>
    Abandoned,
}

/// <summary>
/// Cuts one track into utterances. A state machine over frames of 10 ms: it hands out an utterance's audio while the person still speaks,
/// so that recognition runs alongside. Allocates nothing after construction. Not safe for concurrent use.
/// </summary>
internal sealed class Endpointer
{
    private const int FrameSamples = SpeechDetector.FrameSamples;

    /// <summary>Where an utterance that is too long may be cut: anywhere in its last two seconds.</summary>
    private const int CutWindowFrames = 200;

    /// <summary>An utterance begins when the last 200 ms hold this much speech, tones counting double against it.</summary>
    private const int OnsetWindowFrames = 20;
    private const int OnsetSpeechFrames = 8;

    /// <summary>A word has a vowel: less voiced sound than this is hiss, breath or a click.</summary>
    private const int MinVoicedFrames = 5;

    /// <summary>What belongs to an utterance after its last speech: the last sound fades away below any threshold.</summary>
    public static readonly TimeSpan ClosingSilence = TimeSpan.FromMilliseconds(150);

    private static readonly int PauseFrames = Frames(ClosingSilence);

    private readonly SpeechDetector _detector = new();
    private readonly int _silenceFrames;
    private readonly int _minSpeechFrames;
    private readonly int _leadInFrames;
    private readonly int _maxFrames;

    // Frames that have not been handed out: candidates for the lead-in while idle, the cut window near the maximum.
    private readonly short[] _heldSamples;
    private readonly FrameSound[] _heldSounds;
    private int _heldFrames;
    private int _audioFrames;

    private bool _speaking;
    private bool _begun;
    private int _utteranceFrames;
    private int _silentFrames;
    private int _voicedFrames;
    private int _speechFrames;
    private int _toneFrames;
    private TimeSpan _frameEnd;

    public Endpointer(EndpointingOptions options)
    {
        _silenceFrames = Frames(options.Silence);
        _minSpeechFrames = Frames(options.MinSpeech);
        _leadInFrames = Frames(options.LeadIn);
        _maxFrames = Frames(options.MaxUtterance);
        var capacity = Math.Max(_leadInFrames + OnsetWindowFrames, CutWindowFrames) + 1;
        _heldSamples = new short[capacity * FrameSamples];
        _heldSounds = new FrameSound[capacity];
    }

    /// <summary>The audio that the last call to <see cref="Advance"/> or <see cref="Flush"/> released; valid until the next one.</summary>
    public ReadOnlySpan<short> Audio => _heldSamples.AsSpan(0, _audioFrames * FrameSamples);

    /// <summary>Position of the first sample of the current utterance's audio, lead-in included.</summary>
    public TimeSpan AudioStart { get; private set; }

    /// <summary>Position at which the current or last utterance's first speech was heard.</summary>
    public TimeSpan SpeechStart { get; private set; }

    /// <summary>Position up to which speech was last heard; the hang-over is not part of it.</summary>
    public TimeSpan SpeechEnd { get; private set; }

    private bool IsSpeech => _speechFrames - _toneFrames >= _minSpeechFrames && _voicedFrames >= MinVoicedFrames;

    /// <summary>Hears the next 10 ms.</summary>
    /// <param name="frame">Exactly <see cref="SpeechDetector.FrameSamples"/> samples.</param>
    /// <param name="position">Position of the frame's first sample. Frames follow each other without holes while somebody speaks.</param>
    public SpeechEdge Advance(ReadOnlySpan<short> frame, TimeSpan position)
    {
        DropReleased();
        var sound = _detector.Hear(frame);
        frame.CopyTo(_heldSamples.AsSpan(_heldFrames * FrameSamples));
        _heldSounds[_heldFrames++] = sound;
        _frameEnd = position + Telephony.Duration(FrameSamples);
        return _speaking ? Continue(sound) : AwaitOnset();
    }

    /// <summary>The track ends, or jumps: hands out what is left. To be called until it answers <see cref="SpeechEdge.None"/>.</summary>
    public SpeechEdge Flush()
    {
        DropReleased();
        if (_speaking)
            return _begun ? Finish() : Begin();
        _heldFrames = 0;
        return SpeechEdge.None;
    }

    private SpeechEdge AwaitOnset()
    {
        var window = _heldSounds.AsSpan(Math.Max(0, _heldFrames - OnsetWindowFrames), Math.Min(_heldFrames, OnsetWindowFrames));
        Count(window);
        if (_speechFrames - 2 * _toneFrames < OnsetSpeechFrames || _voicedFrames < MinVoicedFrames)
        {
            if (_heldFrames == _leadInFrames + OnsetWindowFrames)
                Forget(1);
            return SpeechEdge.None;
        }

        var first = _heldFrames - window.Length;
        while (_heldSounds[first].Kind is not (SoundKind.Voiced or SoundKind.Unvoiced))
            first++;
        SpeechStart = _frameEnd - Telephony.Duration((long)(_heldFrames - first) * FrameSamples);
        SpeechEnd = _frameEnd;
        Forget(Math.Max(0, first - _leadInFrames));
        _speaking = true;
        _silentFrames = 0;
        return Begin();
    }

    private SpeechEdge Begin()
    {
        _begun = true;
        AudioStart = _frameEnd - Telephony.Duration((long)_heldFrames * FrameSamples);
        _utteranceFrames = _heldFrames;
        _audioFrames = _heldFrames;
        return SpeechEdge.Began;
    }

    private SpeechEdge Continue(FrameSound sound)
    {
        Count(sound.Kind);
        if (sound.Kind is SoundKind.Voiced or SoundKind.Unvoiced)
        {
            _silentFrames = 0;
            SpeechEnd = _frameEnd;
        }
        else if (++_silentFrames >= _silenceFrames && _begun)
        {
            return Finish();
        }

        if (!_begun)
            return Begin();
        _utteranceFrames++;
        if (_utteranceFrames <= _maxFrames - CutWindowFrames)
        {
            _audioFrames = _heldFrames;
            return _silentFrames == PauseFrames && IsSpeech ? SpeechEdge.Paused : SpeechEdge.Continued;
        }

        return _heldFrames < CutWindowFrames ? SpeechEdge.Continued : Cut();
    }

    private SpeechEdge Finish()
    {
        _audioFrames = _heldFrames;
        _speaking = _begun = false;
        return IsSpeech ? SpeechEdge.Ended : SpeechEdge.Abandoned;
    }

    /// <summary>Ends the utterance at the quietest held frame; what follows that frame begins the next one.</summary>
    private SpeechEdge Cut()
    {
        var quietest = 0;
        for (var i = 1; i < _heldFrames; i++)
        {
            if (_heldSounds[i].Level < _heldSounds[quietest].Level)
                quietest = i;
        }

        _audioFrames = quietest + 1;
        _begun = false;
        var cut = _frameEnd - Telephony.Duration((long)(_heldFrames - _audioFrames) * FrameSamples);
        SpeechEnd = cut < SpeechEnd ? cut : SpeechEnd;
        return SpeechEdge.Ended;
    }

    /// <summary>Forgets what the last call handed out; after a cut, starts the next utterance's bookkeeping with what remained.</summary>
    private void DropReleased()
    {
        if (_audioFrames == 0)
            return;
        Forget(_audioFrames);
        _audioFrames = 0;
        if (!_speaking || _begun)
            return;
        Count(_heldSounds.AsSpan(0, _heldFrames));
        SpeechStart = _frameEnd - Telephony.Duration((long)_heldFrames * FrameSamples);
        SpeechEnd = _frameEnd - Telephony.Duration((long)Math.Min(_silentFrames, _heldFrames) * FrameSamples);
    }

    private void Forget(int frames)
    {
        _heldSamples.AsSpan(frames * FrameSamples, (_heldFrames - frames) * FrameSamples).CopyTo(_heldSamples);
        _heldSounds.AsSpan(frames, _heldFrames - frames).CopyTo(_heldSounds);
        _heldFrames -= frames;
    }

    private void Count(ReadOnlySpan<FrameSound> sounds)
    {
        _voicedFrames = _speechFrames = _toneFrames = 0;
        foreach (var sound in sounds)
            Count(sound.Kind);
    }

    private void Count(SoundKind kind)
    {
        if (kind is SoundKind.Voiced or SoundKind.Unvoiced)
            _speechFrames++;
        if (kind == SoundKind.Voiced)
            _voicedFrames++;
        if (kind == SoundKind.Tone)
            _toneFrames++;
    }

    private static int Frames(TimeSpan duration) => Telephony.Samples(duration) / FrameSamples;
}
