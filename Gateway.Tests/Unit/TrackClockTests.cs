using Gateway.Media.Calls;

namespace Gateway.Tests.Unit;

public sealed class TrackClockTests
{
    private readonly TrackClock _clock = new();

    [Fact]
    public void The_first_timestamp_sets_the_clock() => Assert.Equal(Ms(155), _clock.Place(155, 160));

    [Fact]
    public void Jitter_of_timestamps_does_not_move_audio()
    {
        long[] stamped = [100, 123, 137, 161, 178, 203];

        Assert.Equal([100, 120, 140, 160, 180, 200], stamped.Select(stamp => (int)_clock.Place(stamp, 160).TotalMilliseconds));
        Assert.Equal((TimeSpan.Zero, 0), (_clock.Missing, _clock.LateFrames));
    }

    [Fact]
    public void A_jump_forward_is_lost_audio_and_advances_the_clock()
    {
        _clock.Place(100, 160);

        Assert.Equal(Ms(540), _clock.Place(540, 160));
        Assert.Equal(Ms(420), _clock.Missing);
    }

    [Fact]
    public void A_timestamp_that_goes_back_is_late_and_the_clock_goes_on()
    {
        _clock.Place(1000, 160);

        Assert.Equal(Ms(1020), _clock.Place(500, 160));
        Assert.Equal(Ms(1040), _clock.Place(1040, 160));
        Assert.Equal((TimeSpan.Zero, 1), (_clock.Missing, _clock.LateFrames));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(long.MaxValue)]
    public void A_timestamp_that_says_nothing_means_right_after_the_last_frame(long? timestamp)
    {
        _clock.Place(100, 160);

        Assert.Equal(Ms(120), _clock.Place(timestamp, 160));
    }

    [Theory]
    [InlineData(8, 1)]
    [InlineData(400, 50)]
    [InlineData(8000, 1000)]
    [InlineData(1, 0.125)]
    public void A_frame_lasts_as_long_as_its_samples(int samples, double milliseconds)
    {
        _clock.Place(0, samples);

        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), _clock.Next);
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
