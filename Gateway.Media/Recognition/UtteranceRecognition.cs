using Gateway.Media.Recognition.Vocabularies;

namespace Gateway.Media.Recognition;

/// <summary>
/// One speaker's utterances on the engines: each on the first engine, and when that fails or takes too long, on the next. Used by one thread at a time.
/// </summary>
internal sealed class UtteranceRecognition
{
    private readonly RecognitionResources _resources;
    private readonly (SpeechEngine Engine, Speaker Speaker)[] _choices;
    private int _choice;
    private IRecognition? _recognition;
    private Vocabulary _vocabulary = Vocabulary.Empty;
    private bool _holdsRecordingPlace;

    /// <param name="resources">The engines.</param>
    /// <param name="language">The language spoken; engines that do not know it are left out.</param>
    /// <param name="vocabulary">The phrases to expect.</param>
    public UtteranceRecognition(RecognitionResources resources, string language, SessionVocabulary vocabulary)
    {
        _resources = resources;
        // What an engine learns about a voice is of no use to another.
        _choices = [.. resources.Engines
            .Where(engine => engine.Recognizer.Languages.Contains(language, StringComparer.OrdinalIgnoreCase))
            .Select(engine => (engine, new Speaker { Language = language, Vocabulary = vocabulary }))];
    }

    /// <summary>Whether an engine listens to the utterance.</summary>
    public bool HasBegun => _recognition is not null;

    /// <summary>Whether an engine has failed on the utterance.</summary>
    public bool HasFailed => _choice > 0;

    /// <inheritdoc cref="IRecognizer.ClosingSilence"/>
    public TimeSpan ClosingSilence => Engine.Recognizer.ClosingSilence;

    /// <summary>The engine whose turn it is.</summary>
    public SpeechEngine Engine => _choices[_choice].Engine;

    private SpeechEngine? Next => _choice + 1 < _choices.Length ? _choices[_choice + 1].Engine : null;

    /// <summary>Begins an utterance. Completes when there is a place for it.</summary>
    /// <param name="isRecording">Whether it can wait for those who are speaking now.</param>
    /// <exception cref="RecognitionFailedException">The engine cannot take it.</exception>
    public async ValueTask BeginAsync(bool isRecording)
    {
        try
        {
            if (!Engine.IsReady)
                throw new RecognizerUnavailableException($"The speech engine {Engine.Name} is not ready.");
            var speaker = _choices[_choice].Speaker;
            _vocabulary = speaker.Vocabulary!.Current;
            if (isRecording)
            {
                await _resources.RecordingPlaces.WaitAsync().ConfigureAwait(false);
                _holdsRecordingPlace = true;
            }

            _recognition = await Engine.Recognizer.BeginAsync(speaker).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            throw new RecognitionFailedException(failure);
        }
    }

    /// <summary>Gives the engine the next samples.</summary>
    /// <exception cref="RecognitionFailedException">The engine failed.</exception>
    public void Push(ReadOnlySpan<short> samples)
    {
        try
        {
            _recognition!.Push(samples);
        }
        catch (Exception failure)
        {
            throw new RecognitionFailedException(failure);
        }
    }

    /// <summary>Lets the engine recognise what it has heard so far, in case that nothing follows, while nobody else needs the thread.</summary>
    /// <param name="anticipation">Cancelled by whoever knows that it is in vain.</param>
    /// <exception cref="RecognitionFailedException">The engine failed.</exception>
    public async ValueTask AnticipateAsync(CancellationTokenSource anticipation)
    {
        if (!_resources.Workers.TryLend(anticipation))
            return;
        try
        {
            await _recognition!.AnticipateAsync(anticipation.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception failure)
        {
            throw new RecognitionFailedException(failure);
        }
        finally
        {
            _resources.Workers.TakeBack(anticipation);
        }
    }

    /// <summary>What was understood; its engine is <see cref="Engine"/>.</summary>
    /// <exception cref="RecognitionFailedException">The engine failed, or took too long.</exception>
    public async ValueTask<Hypothesis> FinishAsync()
    {
        try
        {
            var hypothesis = Next is null
                ? await _recognition!.FinishAsync(CancellationToken.None).ConfigureAwait(false)
                : await FinishInTimeAsync().ConfigureAwait(false);
            Engine.Succeeded();
            ReleaseRecognition();
            return hypothesis with { Vocabulary = _vocabulary };
        }
        catch (Exception failure)
        {
            throw new RecognitionFailedException(failure);
        }
    }

    /// <summary>The engine has failed on the utterance: the next one is to hear it, from its beginning.</summary>
    /// <returns>Whether there is one.</returns>
    public bool FallBack(RecognitionFailedException failure)
    {
        var next = Next;
        Engine.Failed(failure.Reason, failure.InnerException!, next);
        _resources.Metrics.EngineFailed(Engine.Name, failure.Reason);
        if (next is null)
            return false;
        ReleaseRecognition();
        _choice++;
        return true;
    }

    /// <summary>The utterance is done, or given up: the next one begins with the first engine.</summary>
    public void Release()
    {
        ReleaseRecognition();
        _choice = 0;
    }

    private async ValueTask<Hypothesis> FinishInTimeAsync()
    {
        using var patience = new CancellationTokenSource(_resources.Patience, _resources.Time);
        return await _recognition!.FinishAsync(patience.Token).ConfigureAwait(false);
    }

    private void ReleaseRecognition()
    {
        _recognition?.Dispose();
        _recognition = null;
        if (!_holdsRecordingPlace)
            return;
        _holdsRecordingPlace = false;
        _resources.RecordingPlaces.Release();
    }
}
