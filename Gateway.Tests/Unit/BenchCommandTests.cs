using Gateway.Host.Operations;
using Gateway.Media.Recognition;

namespace Gateway.Tests.Unit;

/// <summary>The verb that finds out how many calls a machine carries, on machines that are made up.</summary>
public sealed class BenchCommandTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly List<int> _measured = [];

    public void Dispose() => _output.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(23)]
    [InlineData(40)]
    [InlineData(333)]
    public async Task The_answer_is_at_most_a_tenth_or_two_calls_too_low_and_never_too_high(int carries)
    {
        Assert.Equal(0, await BenchCommand.FindAsync("ear", calls => Measure(calls, late: calls > carries, lost: 0), _output));

        var answer = _output.ToString().Split('\n').Single(line => line.StartsWith("About ", StringComparison.Ordinal));
        var calls = int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(calls, carries - Math.Max(2, carries / 10.0), carries);
        Assert.Contains("calls with ear on this machine", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_lost_counts_as_too_late()
    {
        await BenchCommand.FindAsync("ear", calls => Measure(calls, late: false, lost: calls > 10 ? 1 : 0), _output);

        Assert.Contains("About 10 calls", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_is_too_slow_for_one_call_is_told_so()
    {
        Assert.Equal(1, await BenchCommand.FindAsync("ear", calls => Measure(calls, late: true, lost: 0), _output));

        Assert.Contains("Not even one call with ear", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal([5, 2, 1], _measured);
    }

    [Fact]
    public async Task Without_an_end_it_ends_all_the_same()
    {
        Assert.Equal(0, await BenchCommand.FindAsync("ear", calls => Measure(calls, late: false, lost: 0), _output));

        Assert.Equal(10_000, _measured.Max());
        Assert.Equal(_measured.Count, _measured.Distinct().Count());
    }

    private Task<CapacityStep> Measure(int calls, bool late, int lost)
    {
        _measured.Add(calls);
        return Task.FromResult(new CapacityStep(calls, 10 * calls, TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(late ? 601 : 600), lost));
    }
}
