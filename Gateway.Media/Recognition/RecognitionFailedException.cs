namespace Gateway.Media.Recognition;

/// <summary>An engine did not recognise an utterance; the inner exception is what it reported.</summary>
internal sealed class RecognitionFailedException(Exception failure) : Exception(failure.Message, failure)
{
    public EngineFailure Reason => InnerException switch
    {
        OperationCanceledException or TimeoutException => EngineFailure.Slow,
        RecognizerUnavailableException => EngineFailure.Unavailable,
        _ => EngineFailure.Failed,
    };
}
