using Gateway.Simulator.Cloud;

namespace Gateway.Simulator.Drills;

/// <summary>Drills in which a stream breaks.</summary>
internal static class SocketDrills
{
    /// <summary>The gateway hears of it two ways at once, and must act once.</summary>
    public static async Task ResetAsync(Rehearsal drill)
    {
        await drill.ReachMidWordAsync();
        drill.Stream.Reset();
        await drill.RecoverAsync(DrillLimits.Recovery);
        drill.Check(drill.Call.Streams.Count <= 2, $"{drill.Call.Streams.Count - 1} streams were asked for instead of one");
    }

    /// <summary>The socket alone must be enough.</summary>
    public static async Task ResetUnreportedAsync(Rehearsal drill)
    {
        drill.Call.Treat = static _ => new CallbackTreatment(CallbackFate.Dropped);
        await drill.ReachMidWordAsync();
        drill.Stream.Reset();
        await drill.RecoverAsync(DrillLimits.Recovery);
    }

    /// <summary>Nobody tells the gateway anything: only the silence does.</summary>
    public static async Task HalfOpenAsync(Rehearsal drill)
    {
        await drill.ReachMidWordAsync();
        drill.Stream.Halt();
        await drill.RecoverAsync(drill.Settings.MediaIdle + DrillLimits.Recovery);
    }

    /// <summary>An error does not mean that the stream is over: nothing may be lost, and nothing may come twice.</summary>
    public static async Task ErrorWithoutCloseAsync(Rehearsal drill)
    {
        await drill.ReachMidWordAsync();
        drill.NothingBroke();
        await drill.Stream.ReportErrorAsync(StreamErrors.Protocol);
        await drill.HearNextAsync("after the report nothing arrives any more");
    }

    /// <summary>Twilio reports 31920, and the gateway must ask again with another URL.</summary>
    public static async Task UrlRefusedAsync(Rehearsal drill)
    {
        var refused = false;
        drill.Call.Redial = url =>
        {
            (var first, refused) = (!refused, true);
            // What an expired URL is to the gateway, too: a token that it does not accept.
            return first ? url[..^6] + "AAAAAA" : url;
        };
        await drill.ReachMidWordAsync();
        drill.Stream.Reset();
        await drill.RecoverAsync(DrillLimits.SecondRequest);
        drill.Check(drill.Call.Streams.Any(static stream => stream.Error == 31920), "the spoiled URL was not refused");
    }

    /// <summary>Both carry the same words: they must come once, and go on coming when the older one is gone.</summary>
    public static Task OlderOfTwoAsync(Rehearsal drill) => OneOfTwoAsync(drill, static streams => streams[0]);

    /// <summary>The same when the newer one is gone: the older one still carries everything.</summary>
    public static Task NewerOfTwoAsync(Rehearsal drill) => OneOfTwoAsync(drill, static streams => streams[^1]);

    private static async Task OneOfTwoAsync(Rehearsal drill, Func<IReadOnlyList<CloudStream>, CloudStream> choose)
    {
        await drill.OpenStreamAsync();
        await drill.MustAsync(() => drill.Call.Streams.Count(static stream => stream.Carries) == 2, DrillLimits.Recovery, "the second stream never began");
        await drill.HearNextAsync("with two streams nothing arrives any more");
        await drill.ReachMidWordAsync(choose(drill.Call.Streams));
        drill.Stream.Reset();
        await drill.RecoverAsync(DrillLimits.Recovery);
    }
}
