using System.Buffers;
using Gateway.Media.Recognition.Vocabularies;

namespace Gateway.Media.Recognition.PocketSphinx;

/// <summary>
/// The embedded engine: libpocketsphinx with its US English model, decoding while the person speaks. Decoders are pooled and leased per
/// utterance, because a call is silent most of the time and a decoder is large.
/// </summary>
internal sealed class PocketSphinxRecognizer : IRecognizer, IDisposable
{
    /// <inheritdoc cref="Name"/>
    public const string EngineName = "pocketsphinx";

    private static readonly string[] SupportedLanguages = ["en-US"];

    private readonly PocketSphinxOptions _options;
    private readonly SharedVocabulary _shared;

    /// <param name="options">Where the model is, and how many decoders there may be.</param>
    /// <param name="shared">What decoders are kept ready for; null when there is no shared vocabulary.</param>
    /// <param name="time">Says how long a decoder has been idle; null: the clock of the machine.</param>
    public PocketSphinxRecognizer(PocketSphinxOptions options, SharedVocabulary? shared = null, TimeProvider? time = null)
    {
        _options = options;
        _shared = shared ?? new SharedVocabulary();
        Pool = new DecoderPool(options, _shared, time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public string Name => EngineName;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Languages => SupportedLanguages;

    /// <inheritdoc/>
    /// <remarks>The cepstral mean that it begins with was taken of utterances with so much silence: with less, it understands less.</remarks>
    public TimeSpan ClosingSilence => TimeSpan.FromMilliseconds(400);

    /// <summary>Where the decoders are.</summary>
    internal DecoderPool Pool { get; }

    /// <inheritdoc/>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        string[] needed = [Path.Combine("en-us", "mdef"), "en-us.lm.bin", "cmudict-en-us.dict"];
        var missing = Array.Find(needed, file => !File.Exists(Path.Combine(_options.ModelDirectory, file)));
        if (missing is not null)
            throw new RecognizerUnavailableException(
                $"The speech model is not there: '{Path.Combine(_options.ModelDirectory, missing)}' does not exist. "
                + "Install the Debian package pocketsphinx-en-us, or set Gateway:Recognition:PocketSphinx:ModelDirectory.");
        try
        {
            using var recognition = await BeginAsync(new Speaker { Language = SupportedLanguages[0], Vocabulary = new SessionVocabulary(_shared) }).ConfigureAwait(false);
            recognition.Push(new short[Audio.Telephony.SampleRateHz / 4]);
            await recognition.FinishAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is DllNotFoundException or EntryPointNotFoundException)
        {
            throw new RecognizerUnavailableException(
                "The speech recogniser's library libpocketsphinx.so.3 could not be loaded. Install the Debian package libpocketsphinx3.", failure);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IRecognition> BeginAsync(Speaker speaker)
    {
        var leasing = Pool.LeaseAsync(speaker.Vocabulary?.Current ?? Vocabulary.Empty);
        return leasing.IsCompletedSuccessfully ? new ValueTask<IRecognition>(new Lease(Pool, leasing.Result, speaker)) : WhenLeasedAsync(leasing, speaker);
    }

    /// <inheritdoc/>
    public void Dispose() => Pool.Dispose();

    private async ValueTask<IRecognition> WhenLeasedAsync(ValueTask<PooledDecoder> leasing, Speaker speaker) =>
        new Lease(Pool, await leasing.ConfigureAwait(false), speaker);

    /// <summary>One utterance on one decoder.</summary>
    private sealed class Lease : IRecognition
    {
        private readonly DecoderPool _pool;
        private readonly PooledDecoder _pooled;
        private readonly PocketSphinxDecoder _decoder;
        private readonly float[] _mean;
        private SpectralFolding _folding;
        private bool _started;
        private bool _finished;
        private bool _disposed;

        public Lease(DecoderPool pool, PooledDecoder pooled, Speaker speaker)
        {
            _pool = pool;
            _pooled = pooled;
            _decoder = pooled.Decoder;
            speaker.Adaptation ??= CepstralMean.OfTelephoneSpeech();
            _mean = (float[])speaker.Adaptation;
        }

        public void Push(ReadOnlySpan<short> samples)
        {
            if (!_started)
            {
                _decoder.Start(_mean);
                _started = true;
            }

            var wide = ArrayPool<short>.Shared.Rent(2 * samples.Length);
            _folding.Apply(samples, wide);
            _decoder.Process(wide.AsSpan(0, 2 * samples.Length));
            ArrayPool<short>.Shared.Return(wide, clearArray: true);
        }

        public ValueTask<Hypothesis> FinishAsync(CancellationToken cancellationToken)
        {
            if (!_started)
                return new ValueTask<Hypothesis>(Hypothesis.Empty);
            _finished = true;
            _decoder.End(_mean);
            return new ValueTask<Hypothesis>(new Hypothesis(_decoder.Words()));
        }

        public void Dispose()
        {
            if (_disposed)
                return;
            _disposed = true;
            try
            {
                // What was abandoned teaches nothing about the speaker.
                if (_started && !_finished)
                    _decoder.End(stackalloc float[PocketSphinxDecoder.MeanLength]);
            }
            finally
            {
                _pool.Return(_pooled);
            }
        }
    }
}
