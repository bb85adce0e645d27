using System.Runtime.InteropServices;

namespace Gateway.Media.Recognition.PocketSphinx;

/// <summary>
/// The functions of libpocketsphinx 0.8+5prealpha (Debian: libpocketsphinx3, libsphinxbase3) that the engine calls. Names and types as in
/// pocketsphinx.h, ps_search.h, cmd_ln.h, err.h, cmn.h and ngram_model.h.
/// </summary>
internal static partial class PocketSphinxNative
{
    private const string Decoder = "libpocketsphinx.so.3";
    private const string Base = "libsphinxbase.so.3";

    /// <summary>
    /// Offset of <c>cmn_struct</c> in <c>feat_t</c> (feat.h of version 3 of the library, 64-bit). There is no accessor for it.
    /// </summary>
    private const int FeatureMeanOffset = 88;

    /// <summary>Where the decoder keeps the cepstral mean that it subtracts, as a <c>cmn_t *</c>.</summary>
    public static nint MeanOf(nint decoder) => Marshal.ReadIntPtr(ps_get_feat(decoder), FeatureMeanOffset);

    [LibraryImport(Decoder)]
    public static partial nint ps_args();

    [LibraryImport(Decoder)]
    public static partial nint ps_init(nint config);

    [LibraryImport(Decoder)]
    public static partial int ps_free(nint decoder);

    [LibraryImport(Decoder)]
    public static partial int ps_start_stream(nint decoder);

    [LibraryImport(Decoder)]
    public static partial int ps_start_utt(nint decoder);

    [LibraryImport(Decoder)]
    public static unsafe partial int ps_process_raw(nint decoder, short* data, nuint samples, int noSearch, int fullUtterance);

    [LibraryImport(Decoder)]
    public static partial int ps_end_utt(nint decoder);

    [LibraryImport(Decoder)]
    public static partial nint ps_seg_iter(nint decoder);

    [LibraryImport(Decoder)]
    public static partial nint ps_seg_next(nint segment);

    [LibraryImport(Decoder)]
    public static partial nint ps_seg_word(nint segment);

    [LibraryImport(Decoder)]
    public static partial void ps_seg_frames(nint segment, out int first, out int last);

    [LibraryImport(Base, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint cmd_ln_parse_r(nint config, nint definitions, int count, string[] arguments, int strict);

    [LibraryImport(Base)]
    public static partial int cmd_ln_free_r(nint config);

    [LibraryImport(Base)]
    public static partial void err_set_logfp(nint file);

    [LibraryImport(Base)]
    public static unsafe partial void cmn_live_set(nint mean, float* vector);

    [LibraryImport(Base)]
    public static unsafe partial void cmn_live_get(nint mean, float* vector);

    [LibraryImport(Decoder)]
    public static partial nint ps_get_config(nint decoder);

    [LibraryImport(Decoder)]
    public static partial nint ps_get_logmath(nint decoder);

    /// <summary>The caller frees the string with <see cref="NativeMemory.Free"/>.</summary>
    [LibraryImport(Decoder, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ps_lookup_word(nint decoder, string word);

    [LibraryImport(Decoder, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ps_add_word(nint decoder, string word, string phones, int update);

    /// <summary>The decoder keeps a reference of its own to the language model.</summary>
    [LibraryImport(Decoder, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ps_set_lm(nint decoder, string name, nint languageModel);

    [LibraryImport(Decoder, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ps_set_search(nint decoder, string name);

    [LibraryImport(Decoder, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ps_unset_search(nint decoder, string name);

    /// <summary>The kind is 0: the file says of itself what it is.</summary>
    [LibraryImport(Base, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ngram_model_read(nint config, string file, int kind, nint logarithms);

    /// <summary>
    /// Adds words that stand wherever <paramref name="tag"/> does. The library divides the weights by their sum.
    /// </summary>
    /// <returns>Negative after a failure.</returns>
    [LibraryImport(Base, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ngram_model_add_class(nint model, string tag, float tagWeight, string[] words, float[] weights, int count);

    [LibraryImport(Base)]
    public static partial int ngram_model_free(nint model);

    [LibraryImport(Decoder)]
    private static partial nint ps_get_feat(nint decoder);
}
