using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Gateway.Media.Audio;
using Gateway.Media.Recognition.Vocabularies;

namespace Gateway.Media.Recognition.WholeUtterance;

/// <summary>One utterance that is collected until it is over, and perhaps recognised at a pause before.</summary>
[SuppressMessage("Design", "CA2213", Justification = "A source of cancellation without a timer holds nothing; what it cancels may outlive the utterance.")]
internal sealed class WholeRecognition(WholeUtteranceRecognizer recognizer, Speaker speaker) : IRecognition
{
    /// <summary>In less than 100 ms nobody says anything; engines refuse it, or invent something.</summary>
    private const int MinSamples = Telephony.SampleRateHz / 10;

    private readonly SampleQueue _samples = new();
    private readonly Vocabulary _vocabulary = speaker.Vocabulary?.Current ?? Vocabulary.Empty;
    private CancellationTokenSource? _stop;
    private Task<UtteranceText?>? _anticipated;

    public void Push(ReadOnlySpan<short> samples)
    {
        Void();
        _samples.Enqueue(samples);
    }

    public ValueTask AnticipateAsync(CancellationToken cancellationToken)
    {
        if (!recognizer.Anticipates || _anticipated is not null || _samples.Count < MinSamples || cancellationToken.IsCancellationRequested)
            return ValueTask.CompletedTask;
        var stop = _stop = new CancellationTokenSource();
        // The caller's token counts for as long as its thread computes. What goes on elsewhere ends when it is void.
        using (cancellationToken.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).Cancel(), stop))
            _anticipated = TryRecognizeAsync(stop.Token);
        if (stop.IsCancellationRequested)
            Void();
        return ValueTask.CompletedTask;
    }

    public async ValueTask<Hypothesis> FinishAsync(CancellationToken cancellationToken)
    {
        if (_samples.Count < MinSamples)
            return Hypothesis.Empty;
        var anticipated = _anticipated is null ? null : await _anticipated.WaitAsync(cancellationToken).ConfigureAwait(false);
        return recognizer.Understand(anticipated ?? await RecognizeAsync(cancellationToken).ConfigureAwait(false), _samples.Count);
    }

    public void Dispose()
    {
        Void();
        _samples.Dispose();
    }

    private void Void()
    {
        _stop?.Cancel();
        _stop = null;
        _anticipated = null;
    }

    /// <summary>Null when it failed: <see cref="FinishAsync"/> tries again, and tells what is wrong.</summary>
    private async Task<UtteranceText?> TryRecognizeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RecognizeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>Works on a copy: the engine may still read it when the utterance has gone on or was given up.</summary>
    private async Task<UtteranceText> RecognizeAsync(CancellationToken cancellationToken)
    {
        var count = _samples.Count;
        var copy = ArrayPool<short>.Shared.Rent(count);
        try
        {
            _samples.Waiting.CopyTo(copy);
            return await recognizer.RecognizeAsync(copy.AsMemory(0, count), speaker, _vocabulary, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<short>.Shared.Return(copy, clearArray: true);
        }
    }
}
