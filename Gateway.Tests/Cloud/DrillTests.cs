using Gateway.Simulator.Drills;
using Gateway.Tests.EndToEnd;

namespace Gateway.Tests.Cloud;

/// <summary>Drills against whole gateways: they must tell one that recovers from one that does not.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class DrillTests(DrilledGateway recovering, ForgetfulGateway forgetful) : IClassFixture<DrilledGateway>, IClassFixture<ForgetfulGateway>
{
    [Theory]
    [InlineData("socket-reset")]
    [InlineData("rest-429")]
    [InlineData("callback-forged")]
    [InlineData("hang-up-in-recovery")]
    public async Task A_gateway_that_recovers_passes_a_drill(string drill)
    {
        var result = await recovering.PlayAsync(drill);

        Assert.True(result.Verdict == Verdict.Good, string.Join("; ", result.Problems));
    }

    [Fact]
    public async Task A_gateway_that_does_not_recover_fails_a_drill()
    {
        var result = await forgetful.PlayAsync("socket-reset");

        Assert.Equal(Verdict.Bad, result.Verdict);
        Assert.Contains(result.Problems, problem => problem.StartsWith("no new stream", StringComparison.Ordinal));
        Assert.Null(result.TranscribingAfter);
        Assert.True(result.UtterancesLost > 0);
    }

    [Fact]
    public async Task A_drill_that_ends_the_gateway_is_not_run_without_a_command_that_starts_it() =>
        Assert.Equal(Verdict.NotRun, (await recovering.PlayAsync("kill")).Verdict);
}
