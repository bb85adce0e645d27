using Gateway.Core;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Webhook;

namespace Gateway.Simulator.Calls;

/// <summary>A transcript on the script's clock.</summary>
/// <param name="Source">As it arrived.</param>
/// <param name="Window">The window whose start request opened its stream.</param>
/// <param name="Speaker">Whose stream it is, as the start response said.</param>
/// <param name="Start">Where it begins, from the first sample of the audio.</param>
/// <param name="End">Where it ends.</param>
internal sealed record PlacedTranscript(
    ReceivedTranscript Source, TranscriptionWindow Window, Participant Speaker, TimeSpan Start, TimeSpan End)
{
    /// <summary>How long an utterance and this transcript coincide; zero or less if they do not.</summary>
    public TimeSpan Overlap(ScriptedUtterance utterance) =>
        (End < utterance.End ? End : utterance.End) - (Start > utterance.Start ? Start : utterance.Start);
}
