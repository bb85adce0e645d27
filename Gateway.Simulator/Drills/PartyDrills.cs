using Gateway.Simulator.Cloud;
using Gateway.Simulator.Webhook;

namespace Gateway.Simulator.Drills;

/// <summary>Drills in which somebody else does something while the gateway recovers a stream.</summary>
internal static class PartyDrills
{
    /// <summary>What is said after the target is back must arrive; what was said before is the webhook's loss, not recovery's.</summary>
    public static async Task WebhookDownAsync(Rehearsal drill)
    {
        drill.Settings.Receiver.Answer = new WebhookAnswer { Status = 503 };
        await drill.ReachMidWordAsync();
        drill.Stream.Reset();
        await drill.ReplacedAsync(DrillLimits.Recovery);
        await drill.HearNextAsync("while the target fails, nothing is even sent to it");
        drill.Settings.Receiver.Answer = WebhookAnswer.Ok;
        drill.JudgeFromHere();
        await drill.HearNextAsync("the target is back, and nothing arrives any more");
    }

    /// <summary>Recovery must not open a gate that its owner has shut, and Twilio's report of the break, which comes just then, must not either.</summary>
    public static async Task StopAsync(Rehearsal drill)
    {
        var (release, report) = await HoldRecoveryAsync(drill);
        var answer = await drill.StopAsync();
        var stopped = drill.Call.Line.Position;
        report.SetResult();
        release.SetResult();
        drill.Check((int)answer.Status < 500, $"the stop request was answered with {answer}");
        await drill.UntilAsync(() => false, DrillLimits.Recovery + DrillLimits.Arrival);

        var late = drill.Transcripts.Count(transcript => drill.Call.Line.PositionAt(transcript.ArrivedAt) > stopped + DrillLimits.AfterStop);
        drill.Check(late == 0, $"{late} transcripts arrived after transcription was stopped");
        drill.JudgeFromHere();
    }

    /// <summary>A call that is over needs no stream, and Twilio need not be told again and again.</summary>
    public static async Task HangUpAsync(Rehearsal drill)
    {
        var (release, report) = await HoldRecoveryAsync(drill);
        var (requests, streams) = (drill.Requests.Count, drill.Call.Streams.Count);
        var over = drill.Call.HangUpAsync();
        report.SetResult();
        release.SetResult();
        await over;
        await drill.UntilAsync(() => false, DrillLimits.Patience(TimeSpan.Zero));

        drill.Check(drill.Call.Streams.Count == streams, "a stream was made for a call that is over");
        var more = drill.Requests.Count - requests;
        drill.Check(more <= DrillLimits.RequestsAfterHangUp, $"{more} requests to the REST API after the call was over");
        drill.JudgeFromHere();
    }

    /// <summary>
    /// Breaks the stream and holds the gateway's first request to the REST API, so that there is time for something else; and Twilio's report
    /// of the break, so that it comes after that.
    /// </summary>
    /// <returns>What lets the request pass, and the report.</returns>
    private static async Task<(TaskCompletionSource Request, TaskCompletionSource Report)> HoldRecoveryAsync(Rehearsal drill)
    {
        var request = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var report = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        drill.Disturb = _ => new RestFault(RestFaultKind.Hang) { Until = request.Task };
        drill.Call.Treat = notice => notice.Event == StreamNotice.Error ? new CallbackTreatment { Until = report.Task } : new CallbackTreatment();
        await drill.ReachMidWordAsync();
        drill.Stream.Reset();
        if (await drill.UntilAsync(() => drill.Requests.Count > 0, DrillLimits.Patience(DrillLimits.Recovery)))
            return (request, report);
        request.SetResult();
        report.SetResult();
        throw new DrillFailedException("the gateway never asked the REST API");
    }
}
