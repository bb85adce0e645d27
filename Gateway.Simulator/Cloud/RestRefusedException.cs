namespace Gateway.Simulator.Cloud;

/// <summary>The cloud does not do what it was asked for.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">Twilio's error code.</param>
/// <param name="message">In words.</param>
internal sealed class RestRefusedException(int status, int code, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status => status;

    /// <summary>Twilio's error code.</summary>
    public int Code => code;

    /// <summary>What was asked for is not there.</summary>
    public static RestRefusedException NotFound(string path) => new(404, 20404, $"The requested resource {path} was not found");
}
