using Gateway.Benchmarks.Speech;
using Gateway.Core;
using Gateway.Media.Audio;
using Gateway.Simulator.Scripts;
using TelephoneCode = Gateway.Simulator.Audio.MuLaw;

namespace Gateway.Benchmarks.Accuracy;

/// <summary>One speaker's audio and what is said in it.</summary>
/// <param name="Samples">As a telephone carries it: 16 bits at 8 kHz, after mu-law.</param>
/// <param name="Said">The words, in order.</param>
/// <param name="Speech">How much of it is speech.</param>
internal sealed record TestSpeech(short[] Samples, string Said, TimeSpan Speech)
{
    private const string Readings = "/usr/share/pocketsphinx/test/data/librivox";

    /// <summary>Sentences of a novel, read aloud and recorded by others (Debian package pocketsphinx-testdata): quiet before and after.</summary>
    /// <exception cref="IOException">The package is not installed.</exception>
    public static IEnumerable<TestSpeech> OfReadings()
    {
        var transcription = Path.Combine(Readings, "transcription");
        if (!File.Exists(transcription))
            throw new IOException($"{transcription} is not there: install the Debian package pocketsphinx-testdata.");
        foreach (var line in File.ReadLines(transcription))
        {
            var name = line.LastIndexOf('(');
            var samples = Recording.Read(Path.Combine(Readings, line[(name + 1)..].TrimEnd(')', ' ') + ".wav"));
            yield return new TestSpeech(AsHeard(samples), line[..name].Replace("<s>", "", StringComparison.Ordinal).Replace("</s>", "", StringComparison.Ordinal).Trim(), Telephony.Duration(samples.Length));
        }
    }

    /// <summary>Each speaker of each window of a scripted call.</summary>
    public static IEnumerable<TestSpeech> Of(CallScript script) =>
        from window in script.Windows
        from track in script.Audio.Tracks
        let said = script.Expected(window).Where(utterance => utterance.Track == track).ToList()
        select new TestSpeech(Cut(script, track, window), string.Join(' ', said.Select(utterance => utterance.Text)), said.Aggregate(TimeSpan.Zero, (sum, each) => sum + each.End - each.Start));

    private static short[] Cut(CallScript script, Track track, TranscriptionWindow window)
    {
        var frame = Simulator.Audio.CallAudio.FrameLength;
        var payload = Enumerable.Range((int)(window.Start / frame), (int)((window.Stop - window.Start) / frame)).SelectMany(i => script.Audio.Frame(track, i).ToArray()).ToArray();
        var samples = new short[payload.Length];
        MuLaw.Decode(payload, samples);
        return samples;
    }

    private static short[] AsHeard(short[] samples)
    {
        var heard = new short[samples.Length];
        MuLaw.Decode([.. samples.Select(TelephoneCode.Encode)], heard);
        return heard;
    }
}
