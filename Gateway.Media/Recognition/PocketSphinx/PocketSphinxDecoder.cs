using System.Globalization;
using System.Runtime.InteropServices;
using Gateway.Media.Recognition.Vocabularies;
using static Gateway.Media.Recognition.PocketSphinx.PocketSphinxNative;

namespace Gateway.Media.Recognition.PocketSphinx;

/// <summary>One native decoder, about 105 MB, leased to one utterance after another. Used by one thread at a time.</summary>
internal sealed class PocketSphinxDecoder : SafeHandle
{
    /// <summary>Coefficients in the cepstral mean.</summary>
    public const int MeanLength = 13;

    /// <summary>The library can add words to its dictionary and not remove them: with so many a decoder is better made anew.</summary>
    private const int MaxAddedWords = 20_000;

    private const string Search = "vocabulary";

    /// <summary>
    /// The word in whose place the language model expects phrases: wherever a thing or a person can be named it is probable, and so is what follows it. As words of their own, phrases
    /// would not do: the library looks for them in its tables of word pairs, beyond the end.
    /// </summary>
    private const string StandsLike = "it";

    /// <summary>One decoder frame.</summary>
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(10);

    private readonly string _languageModel;
    private readonly HashSet<string> _added = new(StringComparer.Ordinal);
    private Dictionary<string, SpokenForm> _phrases = [];
    private bool _hasSearch;

    private PocketSphinxDecoder(nint decoder, string languageModel)
        : base(0, ownsHandle: true)
    {
        SetHandle(decoder);
        _languageModel = languageModel;
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Whether it has adopted so many vocabularies that another one should go to a new decoder.</summary>
    public bool IsWornOut => _added.Count > MaxAddedWords;

    /// <summary>
    /// Loads the sounds and the dictionary; <see cref="Adopt"/> must follow. Takes about 0.1 s. Not to be called concurrently: the library parses its arguments
    /// in globals.
    /// </summary>
    /// <exception cref="RecognizerUnavailableException">The library refused the model.</exception>
    /// <exception cref="DllNotFoundException">The library is not installed.</exception>
    public static PocketSphinxDecoder Load(string modelDirectory)
    {
        // The one way to have no log that leaves no file open: with the argument -logfn the library opens one for each decoder, and forgets it.
        err_set_logfp(0);
        string[] arguments =
        [
            "-hmm", Path.Combine(modelDirectory, "en-us"),
            "-dict", Path.Combine(modelDirectory, "cmudict-en-us.dict"),
            // A second pass over the utterance would cost half a second when the speaker has already finished.
            "-fwdflat", "no",
            "-maxhmmpf", "3000",
            "-maxwpf", "10",
            "-pl_window", "10",
            "-remove_noise", "no",
            // The endpointer has already removed silence; a second opinion would shift the word times.
            "-remove_silence", "no",
        ];
        var config = cmd_ln_parse_r(0, ps_args(), arguments.Length, arguments, strict: 1);
        var decoder = config == 0 ? 0 : ps_init(config);
        if (config != 0)
            _ = cmd_ln_free_r(config);
        if (decoder == 0)
            throw Unloadable(modelDirectory);
        return new PocketSphinxDecoder(decoder, Path.Combine(modelDirectory, "en-us.lm.bin"));
    }

    /// <summary>
    /// Knows the words of a vocabulary from here on, and those of no other. Takes about 0.12 s however large the vocabulary is: the language model is read anew, because words
    /// cannot be removed from one. After a failure the decoder is of no use.
    /// </summary>
    /// <exception cref="RecognizerUnavailableException">The library refused the language model.</exception>
    public void Adopt(Vocabulary vocabulary)
    {
        // First, or the decoder would take the memory of two searches for a moment and keep it.
        if (_hasSearch)
            Check(ps_unset_search(handle, Search), nameof(ps_unset_search));
        _hasSearch = false;
        var model = ngram_model_read(ps_get_config(handle), _languageModel, kind: 0, ps_get_logmath(handle));
        if (model == 0)
            throw Unloadable(Path.GetDirectoryName(_languageModel)!);
        try
        {
            _phrases = [];
            var words = CompoundWord.Of(vocabulary.Forms, Pronounce).ToArray();
            foreach (var word in words)
            {
                _phrases.Add(word.Name, word.Form);
                // Words of former vocabularies stay in the dictionary. Only those in the language model are looked for.
                if (_added.Add(word.Name))
                    Check(ps_add_word(handle, word.Name, word.Phones, update: 0), nameof(ps_add_word));
            }

            if (words.Length > 0)
                Check(ngram_model_add_class(model, StandsLike, 1, [.. words.Select(word => word.Name)], Enumerable.Repeat(1f, words.Length).ToArray(), words.Length), nameof(ngram_model_add_class));
            Check(ps_set_lm(handle, Search, model), nameof(ps_set_lm));
            _hasSearch = true;
            Check(ps_set_search(handle, Search), nameof(ps_set_search));
        }
        finally
        {
            _ = ngram_model_free(model);
        }
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

    /// <summary>The words of the utterance that ended last, fillers left out, phrases of the vocabulary as it spells them.</summary>
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
            if (_phrases.TryGetValue(word, out var form))
            {
                words.Add(new HypothesisWord(form.Phrase, first * Frame, (last + 1) * Frame, IsWritten: true) { Spoken = form.Words });
                continue;
            }

            // "the(2)" is the second pronunciation of "the".
            var variant = word.IndexOf('(', StringComparison.Ordinal);
            words.Add(new HypothesisWord(variant > 0 ? word[..variant] : word, first * Frame, (last + 1) * Frame));
        }

        return words;
    }

    protected override bool ReleaseHandle() => ps_free(handle) == 0;

    /// <summary>The phones that the dictionary has for a word, or null.</summary>
    private unsafe string? Pronounce(string word)
    {
        var phones = ps_lookup_word(handle, word);
        if (phones == 0)
            return null;
        var text = Marshal.PtrToStringUTF8(phones);
        NativeMemory.Free((void*)phones);
        return text;
    }

    private static RecognizerUnavailableException Unloadable(string modelDirectory) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"libpocketsphinx could not load the model in '{modelDirectory}': the files are damaged or of another version. Reinstall the Debian package pocketsphinx-en-us."));

    private static void Check(int result, string function)
    {
        if (result < 0)
            throw new InvalidOperationException($"{function} of libpocketsphinx failed.");
    }
}
