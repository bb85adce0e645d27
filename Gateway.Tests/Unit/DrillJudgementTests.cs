using Gateway.Core;
using Gateway.Simulator.Audio;
using Gateway.Simulator.Drills;
using Gateway.Simulator.Webhook;
using Gateway.Tests.EndToEnd;
using Gateway.Tests.Support;

namespace Gateway.Tests.Unit;

/// <summary>How drills find out what became of the words that were said.</summary>
public sealed class DrillJudgementTests
{
    private static readonly SpokenUtterance Said = new(
        Participant.Agent, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), "one two three four five six seven eight nine ten");

    private readonly ManualTime _time = new();

    [Fact]
    public void An_utterance_came_when_most_of_its_words_came_in_their_order()
    {
        var heard = Find((Participant.Agent, 6, "One too three four five six, seven eight nine ten."));

        Assert.True(heard.IsWhole);
        Assert.Equal((0.9, 1, TimeSpan.Zero), (heard.Share, heard.Times, heard.Lost));
    }

    [Fact]
    public void The_share_of_words_that_did_not_come_is_lost_time()
    {
        var heard = Find((Participant.Agent, 4, "one two"), (Participant.Agent, 6, "nine ten"));

        Assert.False(heard.IsWhole || heard.IsLost);
        Assert.Equal(2.4, heard.Lost.TotalSeconds, 3);
    }

    [Fact]
    public void Words_of_somebody_else_or_of_another_time_do_not_count()
    {
        var heard = Find((Participant.Customer, 6, Said.Text), (Participant.Agent, 0.5, Said.Text), (Participant.Agent, 30, Said.Text));

        Assert.True(heard.IsLost);
        Assert.Equal(Said.Length, heard.Lost);
    }

    [Fact]
    public void What_came_two_times_is_noticed() => Assert.Equal(2, Find((Participant.Agent, 6, Said.Text), (Participant.Agent, 6.1, Said.Text)).Times);

    [Fact]
    public void Drills_say_what_a_script_says_in_its_windows_over_and_over()
    {
        var script = Spoken.Script;
        var speech = new DrillSpeech(script);
        var expected = script.Windows.SelectMany(script.Expected).Select(utterance => utterance.ExpectedText).ToList();

        var said = speech.From(TimeSpan.Zero).Take(2 * expected.Count).ToList();

        Assert.Equal([.. expected, .. expected], said.Select(utterance => utterance.Text));
        Assert.Equal(said.Select(utterance => utterance.Start), said.Select(utterance => utterance.Start).Order());
        Assert.Equal(speech.Audio.Length, said[expected.Count].Start - said[0].Start);
        Assert.Equal(said[7], speech.From(said[6].Start + TimeSpan.FromTicks(1)).First());
        // It is that very sound: frame by frame as in the recording.
        var first = script.Utterances.First(utterance => utterance.ExpectedText == said[7].Text);
        Assert.Equal(
            script.Audio.Frame(first.Track, (int)(first.Start / CallAudio.FrameLength) + 20).ToArray(),
            speech.Audio.Frame(first.Track, (int)(said[7].Start / CallAudio.FrameLength) + 20).ToArray());
    }

    private HeardUtterance Find(params (Participant Speaker, double Seconds, string Text)[] transcripts)
    {
        var line = new CallLine(CallAudio.Silence(TimeSpan.FromMinutes(1)), TimeSpan.Zero, _time);
        var origin = _time.GetTimestamp();
        return HeardUtterance.Find(Said, transcripts.Select(each => Transcript(each.Speaker, origin + (long)(each.Seconds * _time.TimestampFrequency), each.Text)), line);
    }

    private static ReceivedTranscript Transcript(Participant speaker, long arrivedAt, string text) => new(
        arrivedAt,
        DateTimeOffset.UnixEpoch,
        new TranscriptMessage
        {
            Type = "transcript",
            ExternalConversationId = "CA",
            StreamId = "s",
            Sender = new TranscriptSender("a", speaker),
            AutotranscribeResponse = new Transcript { Message = "transcript", Start = default, End = default, Utterance = [new TranscriptUtterance(text)] },
        },
        "{}",
        "/",
        new Dictionary<string, string>());
}
