namespace Gateway.Host.Configuration;

/// <summary>The configuration has mistakes: all of them, each with what, where and how to mend it.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="mistakes">At least one sentence; never a secret.</param>
    public ConfigurationException(IReadOnlyList<string> mistakes)
        : base(string.Join('\n', mistakes.Select(mistake => " - " + mistake).Prepend($"The configuration has {mistakes.Count} mistake(s); the gateway does not start:"))) =>
        Mistakes = mistakes;

    private ConfigurationException()
        : this([])
    {
    }

    private ConfigurationException(string message)
        : this([message])
    {
    }

    private ConfigurationException(string message, Exception innerException)
        : base(message, innerException) => Mistakes = [message];

    /// <summary>The mistakes, one sentence each.</summary>
    public IReadOnlyList<string> Mistakes { get; }
}
