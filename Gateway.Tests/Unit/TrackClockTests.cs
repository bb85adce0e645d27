using Gateway.Media.Calls;

namespace Gateway.Tests.Unit;

public sealed class TrackClockTests
{
    private readonly TrackClock _clock = new();

    [Fact]
    public void The_first_timestamp_sets_the_clock() => Assert.Equal(Ms(155), Place(155, 160));

    [Fact]
    public void Jitter_of_timestamps_does_not_move_audio()
    {
        long[] stamped = [100, 123, 137, 161, 178, 203];

        Assert.Equal([100, 120, 140, 160, 180, 200], stamped.Select(stamp => (int)Place(stamp, 160).TotalMilliseconds));
        Assert.Equal((TimeSpan.Zero, 0), (_clock.Missing, _clock.LateFrames));
    }

    [Fact]
    public void A_jump_forward_is_lost_audio_and_advances_the_clock()
    {
        Place(100, 160);

        Assert.Equal(Ms(540), Place(540, 160));
        Assert.Equal(Ms(420), _clock.Missing);
    }

    [Fact]
    public void A_timestamp_that_goes_back_is_late_and_the_clock_goes_on()
    {
        Place(1000, 160);

        Assert.Equal(Ms(1020), Place(500, 160));
        Assert.Equal(Ms(1040), Place(1040, 160));
        Assert.Equal((TimeSpan.Zero, 1), (_clock.Missing, _clock.LateFrames));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(long.MaxValue)]
    public void A_timestamp_that_says_nothing_means_right_after_the_last_frame(long? timestamp)
    {
        Place(100, 160);

        Assert.Equal(Ms(120), Place(timestamp, 160));
    }

    [Theory]
    [InlineData(8, 1)]
    [InlineData(400, 50)]
    [InlineData(8000, 1000)]
    [InlineData(1, 0.125)]
    public void A_frame_lasts_as_long_as_its_samples(int samples, double milliseconds)
    {
        Place(0, samples);

        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), _clock.Next);
    }

    [Fact]
    public void A_timestamp_far_ahead_of_the_stream_is_damage_and_moves_nothing()
    {
        Place(1000, 160);

        Assert.Equal(Ms(1020), Place(6 * 24 * 3600 * 1000L, 160));
        Assert.Equal(Ms(1040), Place(1040, 160));
        Assert.Equal((1, TimeSpan.Zero), (_clock.DamagedTimestamps, _clock.Missing));
    }

    [Fact]
    public void A_track_that_was_silent_for_long_catches_up_with_the_stream()
    {
        Place(1000, 160);

        Assert.Equal(Ms(600_000), _clock.Place(600_000, 160, streamPosition: Ms(600_000)));
        Assert.Equal(0, _clock.DamagedTimestamps);
    }

    private TimeSpan Place(long? timestamp, int samples) => _clock.Place(timestamp, samples, _clock.Next);

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
