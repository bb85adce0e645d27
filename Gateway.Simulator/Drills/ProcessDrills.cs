namespace Gateway.Simulator.Drills;

/// <summary>Drills in which the gateway itself ends and is started again.</summary>
internal static class ProcessDrills
{
    /// <summary>What an update of the gateway is to its calls.</summary>
    public static Task RestartAsync(Rehearsal drill) => EndAsync(drill, static gateway => gateway.TerminateAsync);

    /// <summary>What a crash is to them. The words of the sentence that was being said are in no other place than the memory of the process.</summary>
    public static Task KillAsync(Rehearsal drill)
    {
        drill.ForgiveSentence();
        return EndAsync(drill, static gateway => gateway.KillAsync);
    }

    private static async Task EndAsync(Rehearsal drill, Func<GatewayUnderDrill, Func<CancellationToken, Task>> end)
    {
        var gateway = drill.Settings.Process!;
        await drill.ReachMidWordAsync();
        await end(gateway)(drill.CancellationToken);
        var broke = drill.BrokeWithStream();
        await gateway.StartAsync(drill.CancellationToken);
        // From the end of the stream to readiness is the machine's and the operator's time; what follows is recovery.
        await drill.RecoverAsync(drill.Settings.Time.GetElapsedTime(broke) + DrillLimits.AfterRestart);
    }
}
