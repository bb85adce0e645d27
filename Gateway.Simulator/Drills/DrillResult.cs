using System.Text.Json.Serialization;
using Gateway.Simulator.Json;

namespace Gateway.Simulator.Drills;

/// <summary>What a drill showed.</summary>
internal enum Verdict
{
    /// <summary>Everything was as it must be.</summary>
    Good,

    /// <summary>Something was not.</summary>
    Bad,

    /// <summary>It needs a command that starts the gateway.</summary>
    NotRun,
}

/// <summary>What one drill showed.</summary>
internal sealed record DrillResult
{
    /// <summary>The drill.</summary>
    public required string Drill { get; init; }

    /// <summary>Whether everything was as it must be.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>From the fault to the gateway's first request to the REST API: only so it shows from outside. Null: there was none.</summary>
    public TimeSpan? DetectedAfter { get; init; }

    /// <summary>From the fault to the first audio that a sound stream carried; null: nothing was interrupted, or nothing came of it.</summary>
    public TimeSpan? TranscribingAfter { get; init; }

    /// <summary>Speech that never arrived, that of the outage included.</summary>
    public TimeSpan AudioLost { get; init; }

    /// <summary>Utterances of which nothing arrived.</summary>
    public int UtterancesLost { get; init; }

    /// <summary>What was wrong, one sentence each.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}

/// <summary>What all drills showed.</summary>
/// <param name="Drills">One each, in order.</param>
internal sealed record DrillReport(IReadOnlyList<DrillResult> Drills)
{
    /// <summary>Whether nothing that was run is bad.</summary>
    [JsonIgnore]
    public bool IsGood => Drills.All(static drill => drill.Verdict != Verdict.Bad);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, Converters = [typeof(Milliseconds), typeof(CamelCaseEnum<Verdict>)])]
[JsonSerializable(typeof(DrillReport))]
internal sealed partial class DrillJson : JsonSerializerContext;
