using Gateway.Simulator.Cloud;

namespace Gateway.Simulator.Drills;

/// <summary>Drills in which Twilio's reports come otherwise than they should, or are not Twilio's.</summary>
internal static class CallbackDrills
{
    /// <summary>One break is one break, however often it is reported.</summary>
    public static async Task DuplicatedAsync(Rehearsal drill)
    {
        drill.Call.Treat = static notice => new CallbackTreatment(notice.Event == StreamNotice.Error ? CallbackFate.Twice : CallbackFate.Sent);
        await SocketDrills.ResetAsync(drill);
    }

    /// <summary>A report of what has been mended already must not break it again.</summary>
    public static async Task LateAsync(Rehearsal drill)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        drill.Call.Treat = notice => notice.Event == StreamNotice.Error ? new CallbackTreatment { Until = release.Task } : new CallbackTreatment();
        try
        {
            await SocketDrills.ResetAsync(drill);
        }
        finally
        {
            release.SetResult();
        }
        await StaysAsItIsAsync(drill, "the late report");
    }

    /// <summary>Anybody can send such requests: they must change nothing.</summary>
    public static async Task ForgedAsync(Rehearsal drill)
    {
        await drill.ReachMidWordAsync();
        drill.NothingBroke();
        foreach (var fate in new[] { CallbackFate.Forged, CallbackFate.Unsigned })
            await drill.Settings.Cloud.PretendAsync(drill.Call, drill.Stream, StreamErrors.BrokenPipe, fate);
        var answers = OfThis(drill).Where(static sent => sent.Notice.Event == StreamNotice.Error).SelectMany(static sent => sent.Answers).ToList();
        drill.Check(answers is [403, 403], $"answered with {string.Join(", ", answers.Select(static answer => answer?.ToString() ?? "nothing"))}, and not with 403 each");
        await StaysAsItIsAsync(drill, "the forged report");
        drill.Check(drill.Requests.Count == 0, "the gateway asked the REST API");
    }

    /// <summary>The signature is right, and the report is of a stream that was replaced long ago.</summary>
    public static async Task ReplayedAsync(Rehearsal drill)
    {
        await SocketDrills.ResetAsync(drill);
        var report = OfThis(drill).FirstOrDefault(static sent => sent.Notice.Event == StreamNotice.Error)
            ?? throw new DrillFailedException("there is no report that could be replayed");
        await drill.Settings.Cloud.ReplayAsync(report);
        await StaysAsItIsAsync(drill, "the replayed report");
    }

    private static IEnumerable<SentCallback> OfThis(Rehearsal drill) =>
        drill.Settings.Cloud.Callbacks.Where(sent => sent.Notice.Call == drill.Call.Sid);

    private static async Task StaysAsItIsAsync(Rehearsal drill, string what)
    {
        var streams = drill.Call.Streams.Count;
        await drill.HearNextAsync($"after {what} nothing arrives any more");
        drill.Check(drill.Call.Streams.Count == streams, $"{what} made the gateway ask for a stream");
        drill.Check(drill.Call.Streams[^1].IsOpen, $"{what} ended the stream");
    }
}
