using System.Diagnostics;
using System.Text.Json;
using Gateway.Simulator.Commands;
using Gateway.Tests.Support;

namespace Gateway.Tests.EndToEnd;

/// <summary>The simulator's <c>stream</c> as a program of its own, against a whole gateway.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class StreamCommandTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private static readonly string Recording = Path.ChangeExtension(TestPaths.Sample, ".wav");

    [Fact]
    public async Task A_recording_of_two_is_transcribed_as_one_conversation()
    {
        var file = Path.Combine(gateway.StateDirectory, "stream-report.json");
        var run = await StreamAsync("--wav", Recording, "--external-id", "a recording", "--json", file);

        Assert.Equal((ExitCode.Success, true), (run.ExitCode, run.Output.Contains("customer: 1000 OK, 109.2 s of audio", StringComparison.Ordinal)));
        Assert.Contains("agent: 1000 OK, 109.2 s of audio", run.Output, StringComparison.Ordinal);
        var connections = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllBytesAsync(file)).GetProperty("connections").EnumerateArray().ToList();
        Assert.Equal(["customer", "agent"], connections.Select(connection => connection.GetProperty("role").GetString()));
        foreach (var said in SampleCall.Expected)
        {
            var role = said.Role.ToString().ToLowerInvariant();
            var connection = connections.Single(connection => connection.GetProperty("role").ValueEquals(role));
            var heard = connection.GetProperty("transcripts").EnumerateArray()
                .MinBy(transcript => Math.Abs(transcript.GetProperty("start").GetDouble() - said.Start.TotalMilliseconds));
            Spoken.Matches(said.ExpectedText, heard.GetProperty("text").GetString()!, 0.3);
            Assert.Contains($"{role}: {heard.GetProperty("text").GetString()}", run.Output, StringComparison.Ordinal);
        }

        Assert.Contains("####", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_start_is_told_in_a_line()
    {
        var run = await StreamAsync("--wav", Recording, "--channel", "2", "--no-formatting");

        Assert.Equal(ExitCode.Faults, run.ExitCode);
        Assert.Contains("FAULT agent: ended with 4092 ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a WAV file", "--wav", "README.md")]
    [InlineData("Could not find file", "--wav", "nowhere.wav")]
    [InlineData("--role wants --channel", "--wav", "samples/streaming-upgrade.wav", "--role", "agent")]
    [InlineData("no channel 3", "--wav", "samples/streaming-upgrade.wav", "--channel", "3")]
    [InlineData("--channel counts from 1", "--wav", "samples/streaming-upgrade.wav", "--channel", "0")]
    [InlineData("not of the form", "--wav", "samples/streaming-upgrade.wav", "--vocabulary", "samples/streaming-upgrade.json")]
    [InlineData("the gateway gives no streaming URL: 401 401-01", "--wav", "samples/streaming-upgrade.wav", "--api-secret", "another")]
    public async Task What_cannot_be_sent_is_refused_in_a_line(string reason, params string[] arguments)
    {
        var run = await StreamAsync(arguments);

        Assert.Equal(ExitCode.Unusable, run.ExitCode);
        Assert.Contains(reason, run.ErrorLines[0], StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    private Task<ProcessRun> StreamAsync(params string[] arguments)
    {
        string[] secret = arguments.Contains("--api-secret") ? [] : ["--api-secret", GatewayFixture.Key.Secret.Reveal()];
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "gateway-simulator.dll"), "stream", "--gateway", gateway.Origin.ToString(),
                "--ca", gateway.CertificateFile, "--api-id", GatewayFixture.Key.Id, .. secret, .. arguments,
            ])
        { WorkingDirectory = TestPaths.Repository };
        return ProcessRun.ToEndAsync(start, 4 * Patience.Limit);
    }
}
