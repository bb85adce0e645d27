using Gateway.Core;
using Gateway.Simulator.Audio;
using Gateway.Simulator.Scripts;

namespace Gateway.Benchmarks.Speech;

/// <summary>
/// Calls in which two people talk as much as in the reference service's average call: ten utterances a minute, both together. Who says what, with which voices and pauses, is drawn with a
/// seed; people let each other finish.
/// </summary>
internal static class MixedCalls
{
    /// <summary>Utterances that both parties of a call say in a minute.</summary>
    public const int UtterancesPerMinute = 10;

    /// <summary>An utterance is over after a pause of at least this.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(900);

    /// <summary>Before the first and after the last utterance: there the start and stop requests take effect.</summary>
    private static readonly TimeSpan Edge = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan StartAt = TimeSpan.FromMilliseconds(200);

    /// <summary>RMS level of the line's noise: -60 dB below full scale.</summary>
    private const double Noise = 0.001 * short.MaxValue;

    /// <summary>Puts calls together.</summary>
    /// <param name="count">How many different ones.</param>
    /// <param name="length">How long each lasts.</param>
    /// <param name="speech">Speaks.</param>
    /// <param name="seed">The same seed gives the same calls.</param>
    public static CallScript[] Make(int count, TimeSpan length, Synthesizer speech, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Make(length, speech, random))];
    }

    private static CallScript Make(TimeSpan length, Synthesizer speech, Random random)
    {
        var voices = Synthesizer.Voices.ToArray();
        random.Shuffle(voices);
        var said = new List<(Speaker Role, string Text, short[] Samples)>();
        var customer = false;
        var wanted = (int)Math.Round(length.TotalMinutes * UtterancesPerMinute);
        while (said.Count < wanted)
        {
            // Now and then somebody says two things in a row.
            customer = random.NextDouble() < 0.2 ? customer : !customer;
            var sentences = customer ? Sentences.OfCustomers : Sentences.OfAgents;
            var text = sentences[random.Next(sentences.Length)];
            said.Add((customer ? Speaker.Customer : Speaker.Agent, text, speech.Say(voices[customer ? 0 : 1], text)));
        }

        return Place(said, length, random);
    }

    private static CallScript Place(List<(Speaker Role, string Text, short[] Samples)> said, TimeSpan length, Random random)
    {
        var tracks = new Dictionary<Track, short[]> { [Track.Inbound] = NewLine(length, random), [Track.Outbound] = NewLine(length, random) };
        var utterances = new List<ScriptedUtterance>();
        var silence = length - (2 * Edge) - said.Aggregate(TimeSpan.Zero, (sum, each) => sum + Duration(each.Samples)) - (ShortestPause * (said.Count - 1));
        if (silence < TimeSpan.Zero)
            throw new InvalidOperationException($"{said.Count} utterances do not fit into {length}.");
        var weights = said.Select(_ => random.NextDouble()).ToArray();
        var at = Edge;
        for (var i = 0; i < said.Count; i++)
        {
            var (role, text, samples) = said[i];
            at += (i == 0 ? TimeSpan.Zero : ShortestPause) + (silence * (weights[i] / weights.Sum()));
            var track = role == Speaker.Customer ? Track.Inbound : Track.Outbound;
            var first = (int)(at.TotalSeconds * Resampler.RateHz);
            for (var j = 0; j < samples.Length; j++)
                tracks[track][first + j] += samples[j];
            utterances.Add(new ScriptedUtterance(track, role, at, at + Duration(samples), text));
            at += Duration(samples);
        }

        var audio = new CallAudio(Encode(tracks[Track.Inbound]), Encode(tracks[Track.Outbound]));
        return new CallScript(audio, [new TranscriptionWindow(StartAt, length - StartAt)], utterances);
    }

    private static short[] NewLine(TimeSpan length, Random random)
    {
        var line = new short[(int)(length.TotalSeconds * Resampler.RateHz)];
        for (var i = 0; i < line.Length; i++)
            line[i] = (short)(Noise * Math.Sqrt(3) * ((2 * random.NextDouble()) - 1));
        return line;
    }

    private static byte[] Encode(short[] samples) => [.. samples.Select(MuLaw.Encode)];

    private static TimeSpan Duration(short[] samples) => TimeSpan.FromSeconds((double)samples.Length / Resampler.RateHz);
}
