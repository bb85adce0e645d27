using System.Buffers;

namespace Gateway.Media.Recognition.PocketSphinx;

/// <summary>
/// The embedded engine: libpocketsphinx with its US English model, decoding while the person speaks. Decoders are pooled and leased per
/// utterance, because a call is silent most of the time and a decoder is large.
/// </summary>
internal sealed class PocketSphinxRecognizer(PocketSphinxOptions options) : IRecognizer, IDisposable
{
    private static readonly string[] SupportedLanguages = ["en-US"];

    private readonly Lock _lock = new();
    private readonly Stack<PocketSphinxDecoder> _free = new();
    private readonly Queue<(TaskCompletionSource<IRecognition> Place, Speaker Speaker)> _waiting = new();
    private int _decoders;
    private bool _growing;
    private bool _disposed;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Languages => SupportedLanguages;

    /// <inheritdoc/>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        string[] needed = [Path.Combine("en-us", "mdef"), "en-us.lm.bin", "cmudict-en-us.dict"];
        var missing = Array.Find(needed, file => !File.Exists(Path.Combine(options.ModelDirectory, file)));
        if (missing is not null)
            throw new RecognizerUnavailableException(
                $"The speech model is not there: '{Path.Combine(options.ModelDirectory, missing)}' does not exist. "
                + "Install the Debian package pocketsphinx-en-us, or set Gateway:Recognition:PocketSphinx:ModelDirectory.");
        try
        {
            await GrowAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is DllNotFoundException or EntryPointNotFoundException)
        {
            throw new RecognizerUnavailableException(
                "The speech recogniser's library libpocketsphinx.so.3 could not be loaded. Install the Debian package libpocketsphinx3.", failure);
        }

        var recognition = await BeginAsync(new Speaker { Language = SupportedLanguages[0] }).ConfigureAwait(false);
        using (recognition)
        {
            recognition.Push(new short[Audio.Telephony.SampleRateHz / 4]);
            await recognition.FinishAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IRecognition> BeginAsync(Speaker speaker)
    {
        lock (_lock)
        {
            if (_free.TryPop(out var decoder))
            {
                // The next speaker should not have to wait for a decoder to be made.
                if (_free.Count == 0)
                    GrowInBackground();
                return new ValueTask<IRecognition>(new Lease(this, decoder, speaker));
            }

            GrowInBackground();
            var place = new TaskCompletionSource<IRecognition>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((place, speaker));
            return new ValueTask<IRecognition>(place.Task);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            while (_free.TryPop(out var decoder))
                decoder.Dispose();
            while (_waiting.TryDequeue(out var waiting))
                waiting.Place.SetCanceled();
        }
    }

    private void GrowInBackground()
    {
        if (_growing || _decoders >= options.MaxDecoders || _disposed)
            return;
        _growing = true;
        // Failure is not fatal here: the decoders there are go on, and the next utterance tries again.
        _ = Task.Factory.StartNew(() => { TryGrow(); }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private Task GrowAsync()
    {
        lock (_lock)
            _growing = true;
        return Task.Factory.StartNew(Grow, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void TryGrow()
    {
        try
        {
            Grow();
        }
        catch (RecognizerUnavailableException)
        {
        }
    }

    private void Grow()
    {
        try
        {
            var decoder = PocketSphinxDecoder.Load(options.ModelDirectory);
            lock (_lock)
                _decoders++;
            Return(decoder);
        }
        finally
        {
            lock (_lock)
            {
                _growing = false;
                if (_waiting.Count > 0)
                    GrowInBackground();
            }
        }
    }

    private void Return(PocketSphinxDecoder decoder)
    {
        (TaskCompletionSource<IRecognition> Place, Speaker Speaker) next;
        lock (_lock)
        {
            if (_disposed)
            {
                decoder.Dispose();
                return;
            }

            if (!_waiting.TryDequeue(out next))
            {
                _free.Push(decoder);
                return;
            }
        }

        next.Place.SetResult(new Lease(this, decoder, next.Speaker));
    }

    /// <summary>One utterance on one decoder.</summary>
    private sealed class Lease : IRecognition
    {
        private readonly PocketSphinxRecognizer _pool;
        private readonly PocketSphinxDecoder _decoder;
        private readonly float[] _mean;
        private SpectralFolding _folding;
        private bool _started;
        private bool _finished;
        private bool _disposed;

        public Lease(PocketSphinxRecognizer pool, PocketSphinxDecoder decoder, Speaker speaker)
        {
            _pool = pool;
            _decoder = decoder;
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
                _pool.Return(_decoder);
            }
        }
    }
}
