using System.Runtime.CompilerServices;
using Gateway.Simulator.Cloud;

namespace Gateway.Simulator.Drills;

/// <summary>Drills, one after the other: what is measured must not be another one's load.</summary>
internal static class DrillRun
{
    /// <summary>Plays drills and hands out each result as soon as it is there. A drill that fails does not end the run.</summary>
    public static async IAsyncEnumerable<DrillResult> PlayAsync(
        IEnumerable<Drill> drills, DrillSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var drill in drills)
            yield return drill.EndsGateway && settings.Process is null
                ? new DrillResult { Drill = drill.Name, Verdict = Verdict.NotRun, Problems = ["it needs --gateway-command"] }
                : await PlayAsync(drill, settings, cancellationToken);
    }

    private static async Task<DrillResult> PlayAsync(Drill drill, DrillSettings settings, CancellationToken cancellationToken)
    {
        var rehearsal = new Rehearsal(settings, cancellationToken);
        Exception? failure = null;
        try
        {
            if (settings.Process is { } process)
                await process.EnsureRunningAsync(cancellationToken);
            await rehearsal.BeginAsync();
            await drill.PlayAsync(rehearsal);
        }
        catch (Exception e) when (e is DrillFailedException or HttpRequestException or RestRefusedException or TimeoutException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            failure = e;
        }
        return await rehearsal.EndAsync(drill.Name, failure);
    }
}
