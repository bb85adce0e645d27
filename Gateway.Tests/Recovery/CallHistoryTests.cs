using Gateway.Core;
using Gateway.Host.Recovery;

namespace Gateway.Tests.Recovery;

/// <summary>What a call's past says about whether somebody wants it transcribed on.</summary>
public sealed class CallHistoryTests
{
    private static readonly CallSid Call = CallSid.Parse($"CA{1:x32}");
    private static readonly StreamSid First = StreamSid.Parse("MZ1");
    private static readonly StreamSid Second = StreamSid.Parse("MZ2");
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly CallHistory _history = new(Call);
    private int _seconds;

    private DateTimeOffset Next => Start.AddSeconds(++_seconds);

    [Theory]
    [InlineData(StreamEnding.Lost)]
    [InlineData(StreamEnding.Closed)]
    [InlineData(StreamEnding.Idle)]
    [InlineData(StreamEnding.Refused)]
    public void A_stream_that_ends_by_itself_while_it_is_transcribed_is_an_interruption(StreamEnding ending)
    {
        var settings = Begin();

        Assert.Null(End(TranscriptionEnding.MediaEnded));
        Assert.Equal(new Interruption(Call, First, Start.AddSeconds(3), ending, settings, StreamTracks.Both), _history.Take(new MediaEnded(Call, Next, First, ending, Completes: true)));
    }

    [Theory]
    [InlineData(StreamEnding.Stopped)]
    [InlineData(StreamEnding.Shutdown)]
    public void A_stream_that_was_stopped_or_that_the_gateway_ends_is_none(StreamEnding ending)
    {
        Begin();
        End(TranscriptionEnding.MediaEnded);

        Assert.Null(_history.Take(new MediaEnded(Call, Next, First, ending, Completes: true)));
        Assert.True(_history.IsOver);
        // The next run of the gateway looks at it again.
        Assert.Equal(ending == StreamEnding.Shutdown, _history.Interruption(ending) is not null);
    }

    [Theory]
    [InlineData(TranscriptionEnding.Requested)]
    [InlineData(TranscriptionEnding.TooLong)]
    public void What_was_stopped_or_lasted_too_long_is_not_interrupted_when_its_stream_breaks(TranscriptionEnding ending)
    {
        Begin();
        End(ending);

        Assert.Null(_history.Take(new MediaEnded(Call, Next, First, StreamEnding.Lost, Completes: true)));
        Assert.Null(_history.Interruption(StreamEnding.Lost));
    }

    [Fact]
    public void A_stream_that_takes_the_place_of_the_transcribed_one_is_an_interruption_at_once()
    {
        Begin();

        Assert.Equal(First, End(TranscriptionEnding.MediaReplaced)!.Stream);
        _history.Take(new MediaStarted(Call, Next, Second));
        Assert.Null(_history.Take(new MediaEnded(Call, Next, First, StreamEnding.Lost, Completes: false)));
        Assert.Equal(Second, _history.Stream);
    }

    [Fact]
    public void A_new_start_counts_and_the_old_one_no_longer()
    {
        Begin();
        End(TranscriptionEnding.MediaEnded);
        _history.Take(new MediaEnded(Call, Next, First, StreamEnding.Lost, Completes: true));
        _history.Take(new MediaStarted(Call, Next, Second));
        var later = Begin("somebody-else", Second);

        Assert.True(_history.IsTranscribing);
        Assert.False(_history.IsOver);
        Assert.Equal(later, _history.Interruption(StreamEnding.Lost)!.Settings);
    }

    [Fact]
    public void A_crash_leaves_a_transcription_that_nobody_has_ended()
    {
        Begin();

        Assert.Null(_history.Interruption(StreamEnding.Shutdown)!.At);
    }

    [Theory]
    [InlineData(true, true, Participant.Customer, StreamTracks.Both)]
    [InlineData(true, false, Participant.Customer, StreamTracks.Inbound)]
    [InlineData(true, false, Participant.Agent, StreamTracks.Outbound)]
    [InlineData(false, true, Participant.Customer, StreamTracks.Outbound)]
    [InlineData(false, true, Participant.Agent, StreamTracks.Inbound)]
    internal void The_tracks_that_were_transcribed_are_asked_for_again(bool customer, bool agent, Participant inbound, StreamTracks tracks)
    {
        var settings = new TranscriptionSettings { CustomerId = "c", AgentId = "a", TrackMap = new TrackMap(inbound) };
        _history.Take(new MediaStarted(Call, Next, First));
        _history.Take(new TranscriptionStarted(Call, Next, settings, customer ? new StreamId(Guid.Empty) : null, agent ? new StreamId(Guid.Empty) : null));

        Assert.Equal(tracks, _history.Interruption(StreamEnding.Lost)!.Tracks);
    }

    [Fact]
    public void Recoveries_are_counted_over_the_call()
    {
        Begin();
        _history.Take(new TranscriptionGap(Call, Next, Start, StreamEnding.Lost, Recovered: true));
        _history.Take(new TranscriptionGap(Call, Next, Start, StreamEnding.Lost, Recovered: true));
        _history.Take(new TranscriptionGap(Call, Next, Start, StreamEnding.Lost, Recovered: false));

        Assert.Equal(2, _history.Recoveries);
    }

    private TranscriptionSettings Begin(string customer = "customer-1", StreamSid? stream = null)
    {
        var settings = new TranscriptionSettings { CustomerId = customer, AgentId = "agent-1" };
        _history.Take(new MediaStarted(Call, Next, stream ?? First));
        _history.Take(new TranscriptionStarted(Call, Next, settings, new StreamId(Guid.NewGuid()), new StreamId(Guid.NewGuid())));
        return settings;
    }

    private Interruption? End(TranscriptionEnding ending) => _history.Take(new TranscriptionEnded(Call, Next, ending));
}
