using System.Text.RegularExpressions;
using Gateway.Tests.EndToEnd;

namespace Gateway.Tests.Packaging;

/// <summary>What a container engine asks the program beside the gateway.</summary>
[Collection(EndToEndCollection.Name)]
public sealed partial class HealthCheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-health-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_gateway_is_healthy_while_it_takes_calls_and_not_when_it_is_gone()
    {
        await using var gateway = await GatewayProcess.StartAsync($"--Gateway:StateDirectory={_folder}");
        var management = ManagementAddress().Match(gateway.Log).Value;

        var alive = await ProcessRun.ToEndAsync(InstalledProgram.Run("healthcheck", $"--Gateway:Management:Url={management}"), Patience.Limit);
        var everywhere = await ProcessRun.ToEndAsync(InstalledProgram.Run("healthcheck", $"--Gateway:Management:Url={management.Replace("127.0.0.1", "0.0.0.0", StringComparison.Ordinal)}"), Patience.Limit);
        await gateway.KillAsync();
        var gone = await ProcessRun.ToEndAsync(InstalledProgram.Run("healthcheck", $"--Gateway:Management:Url={management}"), Patience.Limit);

        Assert.Equal((0, 0, 1), (alive.ExitCode, everywhere.ExitCode, gone.ExitCode));
        Assert.Contains("\"ready\":true", alive.Output, StringComparison.Ordinal);
        Assert.Contains($"No answer from {management}", gone.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex ManagementAddress();
}
