using Gateway.Simulator.Cloud;

namespace Gateway.Simulator.Drills;

/// <summary>Drills in which a stream breaks and the REST API fails.</summary>
internal static class RestDrills
{
    /// <summary>Whether a stream was made is not known, so a careful gateway looks first.</summary>
    public static Task ServerErrorAsync(Rehearsal drill) =>
        FailOnceAsync(drill, static request => request.AsksForStream, new RestFault(RestFaultKind.ServerError), DrillLimits.UnknownOutcome);

    /// <summary>Not a thing was done, so the gateway may ask again as soon as it was told.</summary>
    public static Task TooManyRequestsAsync(Rehearsal drill)
    {
        var asked = new HashSet<string>();
        drill.Disturb = request => asked.Add(request.Path) ? new RestFault(RestFaultKind.TooManyRequests) { RetryAfter = DrillLimits.RetryAfter } : null;
        // Two requests, each of which is told to wait.
        return BreakAsync(drill, DrillLimits.Recovery + 3 * DrillLimits.RetryAfter);
    }

    /// <summary>The gateway must give up waiting, and then not give up altogether.</summary>
    public static Task TimeoutAsync(Rehearsal drill) => FailOnceAsync(
        drill,
        static request => request.AsksForStream,
        new RestFault(RestFaultKind.Hang) { Until = new TaskCompletionSource().Task },
        drill.Settings.ApiTimeout + DrillLimits.UnknownOutcome);

    /// <summary>The stream comes although the gateway was not told: asking for another one would be one too many.</summary>
    public static async Task AnswerLostAsync(Rehearsal drill)
    {
        await FailOnceAsync(drill, static request => request.AsksForStream, new RestFault(RestFaultKind.AnswerLost), DrillLimits.Recovery);
        drill.Check(drill.Call.Streams.Count <= 2, $"{drill.Call.Streams.Count - 1} streams were asked for instead of one");
    }

    private static Task FailOnceAsync(Rehearsal drill, Func<RestRequest, bool> hits, RestFault fault, TimeSpan limit)
    {
        var failed = 0;
        drill.Disturb = request => hits(request) && Interlocked.Exchange(ref failed, 1) == 0 ? fault : null;
        return BreakAsync(drill, limit);
    }

    private static async Task BreakAsync(Rehearsal drill, TimeSpan limit)
    {
        await drill.ReachMidWordAsync();
        drill.Stream.Reset();
        await drill.RecoverAsync(limit);
    }
}
