using System.Globalization;
using Gateway.Core;
using Gateway.Simulator.Direct;

namespace Gateway.Simulator.Commands;

/// <summary>What became of a connection, in one line.</summary>
internal static class StreamOutcome
{
    /// <summary>Status, summary and speed; without a summary, what is known here.</summary>
    public static string Describe(ConnectionReport report)
    {
        var status = report.Status is { } given ? $"{given.Code} {given.Description}".TrimEnd() : "no final status";
        var (audio, transcripts) = report.Summary is { } summary
            ? (TimeSpan.FromMilliseconds(summary.AudioDurationMs), summary.Transcripts)
            : (report.AudioSent, report.Transcripts.Count);
        var speed = report.RealTimeFactor is { } factor ? string.Create(CultureInfo.InvariantCulture, $", real-time factor {factor:0.00}") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Name(report.Role)}: {status}, {audio.TotalSeconds:0.0} s of audio, {transcripts} transcripts{speed}");
    }

    /// <summary>A role as it is printed.</summary>
    public static string Name(Participant role) => role.ToString().ToLowerInvariant();
}
