using System.Text.Json;
using Gateway.Core;
using Gateway.Simulator.Audio;

namespace Gateway.Simulator.Scripts;

/// <summary>
/// A call that can be played again and again: its audio, who says what when, and in which windows transcription is on. All times count
/// from the first sample of the audio.
/// </summary>
internal sealed class CallScript
{
    /// <summary>Puts a script together and checks that it makes sense.</summary>
    /// <exception cref="FormatException">
    /// Windows overlap or leave the audio, an utterance lies across a window's edge, or both participants speak on one track.
    /// </exception>
    public CallScript(CallAudio audio, IReadOnlyList<TranscriptionWindow> windows, IReadOnlyList<ScriptedUtterance> utterances)
    {
        Audio = audio;
        Windows = [.. windows.OrderBy(static window => window.Start)];
        Utterances = [.. utterances.OrderBy(static utterance => utterance.Start)];
        TrackMap = Utterances.Any(IsOfOutgoingCall)
            ? new TrackMap(Participant.Agent)
            : TrackMap.Default;
        Check();
    }

    /// <summary>What is heard.</summary>
    public CallAudio Audio { get; }

    /// <summary>When transcription is on, in order.</summary>
    public IReadOnlyList<TranscriptionWindow> Windows { get; }

    /// <summary>What is said, in order of its beginning.</summary>
    public IReadOnlyList<ScriptedUtterance> Utterances { get; }

    /// <summary>Who speaks on which track, as the start request has to say it.</summary>
    public TrackMap TrackMap { get; }

    /// <summary>What is said within a window: what must arrive as transcripts, and nothing else.</summary>
    public IEnumerable<ScriptedUtterance> Expected(TranscriptionWindow window) => Utterances.Where(window.Contains);

    /// <summary>Reads a script and the recording that it names.</summary>
    /// <exception cref="FormatException">The script or its recording cannot be used; the message says why and names the file.</exception>
    /// <exception cref="IOException">One of the files cannot be read.</exception>
    public static CallScript Load(string path)
    {
        try
        {
            var sidecar = JsonSerializer.Deserialize(File.ReadAllBytes(path), ScriptJson.Default.CallSidecar)
                ?? throw new FormatException("empty.");
            var audio = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, sidecar.Audio);
            return new CallScript(CallAudio.Load(audio), sidecar.Windows, sidecar.Utterances);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new FormatException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>In a call that the agent made, the agent is the party on this leg.</summary>
    private static bool IsOfOutgoingCall(ScriptedUtterance utterance) =>
        utterance is { Track: Track.Inbound, Role: Speaker.Agent } or { Track: Track.Outbound, Role: Speaker.Customer };

    private void Check()
    {
        var previousStop = TimeSpan.Zero;
        foreach (var window in Windows)
        {
            if (window.Start < previousStop || window.Stop <= window.Start || window.Stop > Audio.Length)
                throw new FormatException($"the window {window} is empty, overlaps another, or ends after the audio.");
            previousStop = window.Stop;
            if (Utterances.FirstOrDefault(window.Cuts) is { } cut)
                throw new FormatException($"the window {window} cuts the utterance that begins at {cut.Start.TotalMilliseconds} ms.");
        }
        if (Utterances.FirstOrDefault(IsStray) is { } stray)
            throw new FormatException($"the utterance at {stray.Start.TotalMilliseconds} ms puts a second participant on the {stray.Track} track.");
    }

    private bool IsStray(ScriptedUtterance utterance) =>
        utterance.Role != (TrackMap[utterance.Track] == Participant.Customer ? Speaker.Customer : Speaker.Agent) && utterance.Role != Speaker.System;
}
