namespace Gateway.Host.Security;

/// <summary>What an API key may be good for (api.md 1.1).</summary>
public enum Product
{
    /// <summary>Stream URLs, start and stop.</summary>
    AutoTranscribe,

    /// <summary>Daily export files.</summary>
    FileExporter,
}
