namespace Gateway.Host.Security;

/// <summary>What an API key may be good for (api.md 1.1).</summary>
public enum Product
{
    /// <summary>Stream URLs, start and stop, and transcripts after the call.</summary>
    AutoTranscribe,

    /// <summary>Daily export files.</summary>
    FileExporter,
}
