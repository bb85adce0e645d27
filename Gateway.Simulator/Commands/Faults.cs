using Gateway.Simulator.Calls;
using Gateway.Simulator.Webhook;

namespace Gateway.Simulator.Commands;

/// <summary>The plain list of what is wrong with a run.</summary>
internal static class Faults
{
    // A broken load run has thousands; the report file has them all.
    private const int Shown = 20;

    /// <summary>Prints it, and says whether there was anything to print.</summary>
    public static bool Print(RunReport report, double maxWordErrorRate, WebhookReceiver? receiver)
    {
        var faults = report.Faults(maxWordErrorRate).ToList();
        if (receiver is { Unauthorized: > 0 })
            faults.Add($"{receiver.Unauthorized} webhook requests lacked the secret");
        if (receiver is { Malformed: > 0 })
            faults.Add($"{receiver.Malformed} webhook requests were no transcripts");

        foreach (var fault in faults.Take(Shown))
            Console.WriteLine($"FAULT {fault}");
        if (faults.Count > Shown)
            Console.WriteLine($"FAULT and {faults.Count - Shown} more");
        return faults.Count > 0;
    }
}
