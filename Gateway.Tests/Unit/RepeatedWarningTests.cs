using Gateway.Host.Operations;
using Gateway.Tests.Support;

namespace Gateway.Tests.Unit;

public sealed class RepeatedWarningTests
{
    private readonly ManualTime _time = new();
    private readonly RepeatedWarning _warnings;

    public RepeatedWarningTests() => _warnings = new RepeatedWarning(_time);

    [Fact]
    public void The_same_cause_is_told_once_a_minute_with_the_number_left_out()
    {
        Assert.True(_warnings.Tell("a", out _));
        for (var i = 0; i < 5; i++)
            Assert.False(_warnings.Tell("a", out _));
        Assert.True(_warnings.Tell("b", out _));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.True(_warnings.Tell("a", out var leftOut));
        Assert.Equal(5, leftOut);
    }

    [Fact]
    public void Causes_without_end_do_not_fill_the_memory()
    {
        for (var i = 0; i < 100_000; i++)
            _warnings.Tell($"cause {i}", out _);

        Assert.True(_warnings.Tell("cause 0", out _));
    }
}
