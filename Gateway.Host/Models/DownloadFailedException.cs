namespace Gateway.Host.Models;

/// <summary>A model could not be fetched. The message says why, in one sentence.</summary>
internal sealed class DownloadFailedException(string message, Exception? innerException = null) : Exception(message, innerException);
