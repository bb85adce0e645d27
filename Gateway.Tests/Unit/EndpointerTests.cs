using Gateway.Core;
using Gateway.Media.Audio;
using Gateway.Media.Endpointing;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Support;
using static Gateway.Tests.Support.Sound;
using MuLaw = Gateway.Media.Audio.MuLaw;

namespace Gateway.Tests.Unit;

public sealed class EndpointerTests
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(10);

    public static TheoryData<string> SoundsWithoutSpeech => new(NoSpeech.Keys);

    private static Dictionary<string, short[]> NoSpeech { get; } = new()
    {
        ["digital silence"] = Silence(Seconds(10)),
        ["comfort noise at -60 dBFS"] = WhiteNoise(Seconds(10), -60, seed: 1),
        ["white noise at -45 dBFS"] = WhiteNoise(Seconds(10), -45, seed: 2),
        ["white noise at -30 dBFS"] = WhiteNoise(Seconds(10), -30, seed: 3),
        ["noise that sets in"] = Concat(Silence(Seconds(3)), WhiteNoise(Seconds(5), -40, seed: 4)),
        ["keys pressed"] = Keys(Seconds(0.1), Seconds(0.1)),
        ["keys held"] = Keys(Seconds(0.6), Seconds(0.3)),
        ["keys pressed fast"] = Keys(Seconds(0.05), Seconds(0.05)),
        ["keys on a noisy line"] = Mix(Keys(Seconds(0.1), Seconds(0.1)), WhiteNoise(Seconds(10), -55, seed: 5)),
        ["US ringback"] = Repeat(3, Concat(Tones(Seconds(2), -19, 440, 480), Silence(Seconds(4)))),
        ["European ringback"] = Repeat(3, Concat(Tones(Seconds(1), -16, 425), Silence(Seconds(4)))),
        ["British ringback"] = Repeat(3, Concat(Tones(Seconds(0.4), -19, 400, 450), Silence(Seconds(0.2)), Tones(Seconds(0.4), -19, 400, 450), Silence(Seconds(2)))),
        ["US busy tone"] = Repeat(8, Concat(Tones(Seconds(0.5), -24, 480, 620), Silence(Seconds(0.5)))),
        ["fax calling tone"] = Repeat(3, Concat(Tones(Seconds(0.5), -15, 1100), Silence(Seconds(3)))),
        ["a click"] = Concat(Silence(Seconds(1)), Tones(Seconds(0.01), -6, 1000), Silence(Seconds(2))),
    };

    [Theory]
    [MemberData(nameof(SoundsWithoutSpeech))]
    public void No_utterance_comes_from(string sound) => Assert.Empty(Segments.Of(NoSpeech[sound]));

    [Fact]
    public void Speech_becomes_one_utterance_with_its_own_times()
    {
        var segment = Assert.Single(Segments.Of(Concat(Silence(Seconds(1)), Voice(Seconds(2)), Silence(Seconds(1)))));

        Near(Seconds(1), segment.SpeechStart);
        Near(Seconds(3), segment.SpeechEnd);
    }

    [Fact]
    public void An_utterance_is_released_when_the_silence_has_lasted_as_long_as_configured()
    {
        var options = new EndpointingOptions { Silence = TimeSpan.FromMilliseconds(600) };
        var segment = Assert.Single(Segments.Of(Concat(Silence(Seconds(1)), Voice(Seconds(2)), Silence(Seconds(2))), options, flush: false));

        Assert.Equal(segment.SpeechEnd + options.Silence, segment.ReleasedAt);
    }

    [Fact]
    public void The_lead_in_goes_back_as_far_as_configured_and_not_before_the_beginning()
    {
        var late = Assert.Single(Segments.Of(Concat(Silence(Seconds(1)), Voice(Seconds(1)), Silence(Seconds(1)))));
        var early = Assert.Single(Segments.Of(Concat(Silence(Seconds(0.05)), Voice(Seconds(1)), Silence(Seconds(1)))));

        Assert.Equal(late.SpeechStart - new EndpointingOptions().LeadIn, late.AudioStart);
        Assert.Equal(TimeSpan.Zero, early.AudioStart);
    }

    [Fact]
    public void The_audio_of_an_utterance_is_the_sound_itself_without_a_hole()
    {
        var sound = Concat(Silence(Seconds(1)), Voice(Seconds(2)), Silence(Seconds(1)));
        var segment = Assert.Single(Segments.Of(sound));

        var first = Telephony.Samples(segment.AudioStart);
        Assert.Equal(sound.AsSpan(first, segment.Audio.Length).ToArray(), segment.Audio);
    }

    [Fact]
    public void A_pause_shorter_than_the_configured_silence_does_not_cut() =>
        Assert.Single(Segments.Of(Concat(Silence(Seconds(0.5)), Voice(Seconds(1)), Silence(Seconds(0.35)), Voice(Seconds(1)), Silence(Seconds(1)))));

    [Fact]
    public void A_pause_longer_than_the_configured_silence_cuts() =>
        Assert.Equal(2, Segments.Of(Concat(Silence(Seconds(0.5)), Voice(Seconds(1)), Silence(Seconds(0.6)), Voice(Seconds(1)), Silence(Seconds(1)))).Count);

    [Fact]
    public void Speech_on_a_noisy_line_is_found()
    {
        var noise = WhiteNoise(Seconds(8), -40, seed: 6);
        var segment = Assert.Single(Segments.Of(Mix(noise, Concat(Silence(Seconds(4)), Voice(Seconds(2))))));

        Near(Seconds(4), segment.SpeechStart);
        Near(Seconds(6), segment.SpeechEnd);
    }

    [Fact]
    public void Quiet_speech_on_a_quiet_line_is_found() =>
        Assert.Single(Segments.Of(Concat(Silence(Seconds(1)), Voice(Seconds(1), dbfs: -38), Silence(Seconds(1)))));

    [Fact]
    public void Speech_that_never_pauses_is_cut_before_the_limit_at_its_quietest_point()
    {
        // 30 ms of near silence, 13.8 s after the beginning: too short for a pause, and the quietest point near the end.
        var sound = Concat(Silence(Seconds(0.5)), Voice(Seconds(13.8)), Voice(Seconds(0.03), dbfs: -60), Voice(Seconds(4)), Silence(Seconds(1)));
        var segments = Segments.Of(sound);

        Assert.Equal(2, segments.Count);
        Near(Seconds(14.3), segments[0].SpeechEnd);
        Near(Seconds(14.3), segments[1].SpeechStart);
        Near(Seconds(18.33), segments[1].SpeechEnd);
        Assert.True(segments[0].Audio.Length <= Telephony.Samples(new EndpointingOptions().MaxUtterance));
    }

    [Fact]
    public void Cutting_loses_no_sample_and_repeats_none()
    {
        var sound = Concat(Silence(Seconds(0.5)), Voice(Seconds(50)), Silence(Seconds(1)));
        var segments = Segments.Of(sound);

        Assert.InRange(segments.Count, 4, 5);
        for (var i = 1; i < segments.Count; i++)
            Assert.Equal(segments[i - 1].AudioStart + Telephony.Duration(segments[i - 1].Audio.Length), segments[i].AudioStart);
        Assert.Equal(sound.AsSpan(Telephony.Samples(segments[0].AudioStart), segments.Sum(s => s.Audio.Length)).ToArray(), segments.SelectMany(s => s.Audio));
    }

    [Fact]
    public void What_is_being_said_when_the_track_ends_is_not_lost()
    {
        var segment = Assert.Single(Segments.Of(Concat(Silence(Seconds(1)), Voice(Seconds(1)))));

        Near(Seconds(2), segment.SpeechEnd);
    }

    [Fact]
    public void Every_utterance_of_the_sample_call_is_found_whole_and_separate()
    {
        var script = CallScript.Load(TestPaths.Sample);
        foreach (var track in Enum.GetValues<Track>())
        {
            foreach (var window in script.Windows)
            {
                var samples = Enumerable.Range(0, script.Audio.Frames).SelectMany(frame => script.Audio.Frame(track, frame).ToArray()).ToArray();
                var from = (int)(window.Start.TotalMilliseconds * 8);
                var inside = samples[from..(int)(window.Stop.TotalMilliseconds * 8)];
                var linear = new short[inside.Length];
                MuLaw.Decode(inside, linear);

                var expected = script.Utterances.Where(u => u.Track == track && u.Start >= window.Start && u.End <= window.Stop).ToList();
                var found = Segments.Of(linear);

                Assert.Equal(expected.Count, found.Count);
                foreach (var (utterance, segment) in expected.Zip(found))
                {
                    Near(utterance.Start - window.Start, segment.SpeechStart, milliseconds: 120);
                    // A hummed last consonant ("home") is hardly more than one sine wave and does not count.
                    Near(utterance.End - window.Start, segment.SpeechEnd, milliseconds: 160);
                }
            }
        }
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static void Near(TimeSpan expected, TimeSpan actual, double milliseconds = 60) =>
        Assert.InRange(actual, expected - TimeSpan.FromMilliseconds(milliseconds), expected + TimeSpan.FromMilliseconds(milliseconds));

    private static short[] Repeat(int times, short[] sound) => [.. Enumerable.Repeat(sound, times).SelectMany(s => s)];

    private static short[] Keys(TimeSpan pressed, TimeSpan released)
    {
        double[] rows = [697, 770, 852, 941];
        double[] columns = [1209, 1336, 1477, 1633];
        var keys = from row in rows from column in columns select Concat(Tones(pressed, -13, row, column), Silence(released));
        return Concat(Silence(Seconds(0.5)), [.. keys.SelectMany(key => key)], Silence(Seconds(1)));
    }
}
