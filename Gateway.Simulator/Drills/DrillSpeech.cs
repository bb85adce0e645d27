using Gateway.Core;
using Gateway.Simulator.Audio;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Drills;

/// <summary>One thing that is said on a drill's call. Times are those of the call's line.</summary>
/// <param name="Speaker">Who says it.</param>
/// <param name="Start">Its first speech sample.</param>
/// <param name="End">Its last speech sample.</param>
/// <param name="Text">What must arrive.</param>
internal sealed record SpokenUtterance(Participant Speaker, TimeSpan Start, TimeSpan End, string Text)
{
    /// <summary>How long it lasts.</summary>
    public TimeSpan Length => End - Start;
}

/// <summary>
/// What two people say over and over while drills go on: the windows of a script, one after the other. Outside of them are prompts and
/// music, of which nothing has to arrive.
/// </summary>
internal sealed class DrillSpeech
{
    private readonly List<SpokenUtterance> _utterances = [];

    /// <summary>Takes the windows of a script.</summary>
    /// <exception cref="FormatException">The script has no window, or nothing is said in them.</exception>
    public DrillSpeech(CallScript script)
    {
        var (inbound, outbound) = (new MemoryStream(), new MemoryStream());
        foreach (var window in script.Windows)
        {
            Begin = inbound.Length / CallAudio.FrameBytes * CallAudio.FrameLength;
            var first = (int)(window.Start / CallAudio.FrameLength);
            var offset = Begin - first * CallAudio.FrameLength;
            for (var frame = first; frame < (int)(window.Stop / CallAudio.FrameLength); frame++)
            {
                inbound.Write(script.Audio.Frame(Track.Inbound, frame).Span);
                outbound.Write(script.Audio.Frame(Track.Outbound, frame).Span);
            }
            _utterances.AddRange(script.Expected(window).Select(utterance => new SpokenUtterance(
                script.TrackMap[utterance.Track], utterance.Start + offset, utterance.End + offset, utterance.ExpectedText)));
        }
        if (_utterances.Count == 0)
            throw new FormatException("the script says nothing in any window, and a drill needs people who talk.");
        Audio = new CallAudio(inbound.ToArray(), outbound.ToArray());
        TrackMap = script.TrackMap;
    }

    /// <summary>What is heard.</summary>
    public CallAudio Audio { get; }

    /// <summary>Who speaks on which track.</summary>
    public TrackMap TrackMap { get; }

    /// <summary>Where calls begin: at the last window.</summary>
    public TimeSpan Begin { get; }

    /// <summary>What is said from a position on, without end, in order of its beginning.</summary>
    public IEnumerable<SpokenUtterance> From(TimeSpan position)
    {
        for (var round = (int)(position / Audio.Length); ; round++)
            foreach (var utterance in _utterances)
            {
                var offset = round * Audio.Length;
                if (utterance.Start + offset >= position)
                    yield return utterance with { Start = utterance.Start + offset, End = utterance.End + offset };
            }
    }
}
