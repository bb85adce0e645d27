using System.Globalization;
using System.Runtime.InteropServices;
using static Gateway.Media.Recognition.PocketSphinx.PocketSphinxNative;

namespace Gateway.Media.Recognition.PocketSphinx;

/// <summary>One native decoder, about 95 MB, leased to one utterance after another. Used by one thread at a time.</summary>
internal sealed class PocketSphinxDecoder : SafeHandle
{
    /// <summary>Coefficients in the cepstral mean.</summary>
    public const int MeanLength = 13;

    /// <summary>One decoder frame.</summary>
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(10);

    private PocketSphinxDecoder(nint decoder)
        : base(0, ownsHandle: true) => SetHandle(decoder);

    public override bool IsInvalid => handle == 0;

    /// <summary>Loads the model. Takes about 0.3 s. Not to be called concurrently: the library parses its arguments in globals.</summary>
    /// <exception cref="RecognizerUnavailableException">The library refused the model.</exception>
    /// <exception cref="DllNotFoundException">The library is not installed.</exception>
    public static PocketSphinxDecoder Load(string modelDirectory)
    {
        err_set_logfp(0);
        string[] arguments =
        [
            "-hmm", Path.Combine(modelDirectory, "en-us"),
            "-lm", Path.Combine(modelDirectory, "en-us.lm.bin"),
            "-dict", Path.Combine(modelDirectory, "cmudict-en-us.dict"),
            // A second pass over the utterance would cost half a second when the speaker has already finished.
            "-fwdflat", "no",
            "-maxhmmpf", "3000",
            "-maxwpf", "10",
            "-pl_window", "10",
            "-remove_noise", "no",
            // The endpointer has already removed silence; a second opinion would shift the word times.
            "-remove_silence", "no",
            "-logfn", "/dev/null",
        ];
        var config = cmd_ln_parse_r(0, ps_args(), arguments.Length, arguments, strict: 1);
        var decoder = config == 0 ? 0 : ps_init(config);
        if (config != 0)
            _ = cmd_ln_free_r(config);
        if (decoder == 0)
            throw new RecognizerUnavailableException(string.Create(CultureInfo.InvariantCulture, $"libpocketsphinx could not load the model in '{modelDirectory}': the files are damaged or of another version. Reinstall the Debian package pocketsphinx-en-us."));
        return new PocketSphinxDecoder(decoder);
    }

    /// <summary>Begins an utterance.</summary>
    /// <param name="mean">The speaker's cepstral mean, <see cref="MeanLength"/> coefficients: with it, nothing remains of whoever was
    /// decoded before.</param>
    public unsafe void Start(ReadOnlySpan<float> mean)
    {
        fixed (float* vector = mean)
            cmn_live_set(MeanOf(handle), vector);
        // Times count from the start of a stream; without this, from the first utterance that the decoder ever heard.
        Check(ps_start_stream(handle), nameof(ps_start_stream));
        Check(ps_start_utt(handle), nameof(ps_start_utt));
    }

    /// <summary>Decodes 16-bit samples at 16 000 Hz as they come.</summary>
    public unsafe void Process(ReadOnlySpan<short> samples)
    {
        fixed (short* data = samples)
            Check(ps_process_raw(handle, data, (nuint)samples.Length, noSearch: 0, fullUtterance: 0), nameof(ps_process_raw));
    }

    /// <summary>Ends the utterance.</summary>
    /// <param name="mean">Receives the mean as the utterance has changed it.</param>
    public unsafe void End(Span<float> mean)
    {
        Check(ps_end_utt(handle), nameof(ps_end_utt));
        fixed (float* vector = mean)
            cmn_live_get(MeanOf(handle), vector);
    }

    /// <summary>The words of the utterance that ended last, fillers left out.</summary>
    public List<HypothesisWord> Words()
    {
        var words = new List<HypothesisWord>();
        for (var segment = ps_seg_iter(handle); segment != 0; segment = ps_seg_next(segment))
        {
            var word = Marshal.PtrToStringUTF8(ps_seg_word(segment));
            // <s>, <sil>, [NOISE], ++breath++ are sounds, not words.
            if (string.IsNullOrEmpty(word) || word[0] is '<' or '[' or '+')
                continue;
            ps_seg_frames(segment, out var first, out var last);
            // "the(2)" is the second pronunciation of "the".
            var variant = word.IndexOf('(', StringComparison.Ordinal);
            words.Add(new HypothesisWord(variant > 0 ? word[..variant] : word, first * Frame, (last + 1) * Frame));
        }

        return words;
    }

    protected override bool ReleaseHandle() => ps_free(handle) == 0;

    private static void Check(int result, string function)
    {
        if (result < 0)
            throw new InvalidOperationException($"{function} of libpocketsphinx failed.");
    }
}
