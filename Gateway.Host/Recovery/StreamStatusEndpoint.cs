namespace Gateway.Host.Recovery;

/// <summary><c>/twilio/stream-status</c>: where Twilio tells what has become of a stream.</summary>
internal sealed class StreamStatusEndpoint(StreamRecovery recovery)
{
    public const string Path = "/twilio/stream-status";

    /// <summary>What Twilio is told to call. The fragment asks it to repeat a callback that failed, which by default it does not.</summary>
    /// <param name="origin">This gateway's, as Twilio knows it.</param>
    public static string CallbackUrl(string origin) => $"{origin}{Path}#rc=3&rp=5xx,ct,rt";

    public Task AnswerAsync(HttpContext context)
    {
        // Whatever else Twilio may tell here one day is taken and forgotten: an error would only show up in its debugger.
        if (StreamEvent.Read(TwilioSignatureFilter.ParametersOf(context)) is { } told)
            recovery.Report(told);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
