namespace Gateway.Media.Recognition;

/// <summary>A speech engine cannot work on this machine as it is configured. The message says what to do about it.</summary>
public sealed class RecognizerUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is missing and how to mend it, in one or two sentences.</param>
    /// <param name="innerException">What the engine itself reported, or null.</param>
    public RecognizerUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Whether it may pass by itself, such as a server that does not answer: worth trying again.</summary>
    public bool IsOutage { get; init; }

    /// <summary>Creates the exception without a message; prefer the other constructor.</summary>
    public RecognizerUnavailableException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public RecognizerUnavailableException(string message)
        : base(message)
    {
    }
}
