namespace Gateway.Simulator.Drills;

/// <summary>Drills in which the gateway itself ends and is started again.</summary>
internal static class ProcessDrills
{
    /// <summary>What an update of the gateway is to its calls.</summary>
    public static Task RestartAsync(Rehearsal drill) => EndAsync(drill, static gateway => gateway.TerminateAsync);

    /// <summary>What a crash is to them.</summary>
    public static Task KillAsync(Rehearsal drill) => EndAsync(drill, static gateway => gateway.KillAsync);

    private static async Task EndAsync(Rehearsal drill, Func<GatewayUnderDrill, Func<CancellationToken, Task>> end)
    {
        var gateway = drill.Settings.Process!;
        await drill.ReachMidWordAsync();
        var began = drill.Settings.Time.GetTimestamp();
        await end(gateway)(drill.CancellationToken);
        await gateway.StartAsync(drill.CancellationToken);
        // From the fault to readiness is the machine's and the operator's time; what follows is recovery.
        await drill.RecoverAsync(drill.Settings.Time.GetElapsedTime(began) + DrillLimits.AfterRestart);
    }
}
