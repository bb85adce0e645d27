using System.Text.Json.Serialization;
using Gateway.Core;

namespace Gateway.Simulator.Direct;

/// <summary>One utterance that came back.</summary>
/// <param name="Role">Who said it.</param>
/// <param name="Start">Where it begins in the recording.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Text">What was said; redacted, unless only unredacted text was asked for.</param>
/// <param name="UnredactedText">The original, if both were asked for.</param>
internal sealed record DirectTranscript(
    [property: JsonIgnore] Participant Role, TimeSpan Start, TimeSpan End, string Text, string? UnredactedText)
{
    /// <summary><c>mm:ss.f  role: text</c>; minutes go on beyond 60.</summary>
    public override string ToString() => $@"{(int)Start.TotalMinutes:00}:{Start:ss\.f}  {Role.ToString().ToLowerInvariant()}: {Text}";
}
