using System.Net;
using System.Text;
using Gateway.Core;
using Gateway.Host;
using Gateway.Host.Operations;
using Gateway.Tests.Support;

namespace Gateway.Tests.EndToEnd;

/// <summary>Somebody asks to be forgotten: what an operator deletes beside the running gateway is gone, and all else is as it was.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class PurgeTests(ExportingGateway gateway) : IClassFixture<ExportingGateway>
{
    private const string Path = "/conversation/v1/conversation/messages?externalId=";

    [Fact]
    public async Task A_conversation_is_gone_to_the_last_byte_and_others_are_as_they_were()
    {
        var (call, other, word) = (gateway.NewCall(), gateway.NewCall(), $"zebra{Guid.NewGuid():N}");
        for (var minute = 0; minute < 50; minute++)
        {
            await gateway.SaidAsync(call, gateway.At(9, minute), $"My secret is {word} {minute}.");
            await gateway.SaidAsync(other, gateway.At(9, minute), $"Nothing to hide {minute}.");
        }

        await gateway.SaidAsync(call, gateway.At(9).AddDays(-1), $"Yesterday it was {word}, too.");
        await gateway.HappenedAsync(new MediaEnded(call, gateway.At(10), StreamSid.Parse("MZ" + new string('1', 32)), StreamEnding.Stopped, Completes: true));
        await gateway.PublishAsync();
        var before = (await gateway.SendAsync(HttpMethod.Get, Path + other)).Body;
        Assert.NotEmpty(FilesWith(word, "transcripts.db"));
        Assert.NotEmpty(FilesWith(word, "export"));

        var (code, output) = await PurgeAsync(call);

        Assert.Equal((0, "Deleted 51 messages from the store and 51 rows from export files.\n"), (code, output));
        Assert.Empty(FilesWith(word, ""));
        Assert.Equal("404-01", (await gateway.SendAsync(HttpMethod.Get, Path + call)).Code);
        Assert.Equal(before, (await gateway.SendAsync(HttpMethod.Get, Path + other)).Body);
        var manifest = gateway.Folder.Find(gateway.Yesterday)!;
        Assert.Contains(manifest.Files, file => file.Rows == 50);
        foreach (var file in manifest.Files)
        {
            var path = gateway.Folder.PathOf(manifest, file);
            await Command.RunAsync(System.IO.Path.GetDirectoryName(path)!, "sha256sum", "-c", "--strict", "--quiet", file.Name + ".sha256");
        }

        Assert.Equal((1, "There is no such conversation.\n"), await PurgeAsync(call));
    }

    [Fact]
    public async Task A_conversation_that_goes_on_is_deleted_so_far_and_the_operator_is_told()
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        await call.HearsAsync(Spoken.TakesTheOffer);
        await call.TranscriptsAsync(1);

        var (code, output) = await PurgeAsync(call.Sid);
        Assert.Equal(0, code);
        Assert.Contains("Deleted 1 messages", output, StringComparison.Ordinal);
        Assert.Contains("still going on", output, StringComparison.Ordinal);

        await call.HearsAsync(Spoken.LooksUp);
        await call.StopsAsync();
        await call.TranscriptsAsync(2);
        var item = Assert.Single((await gateway.SendAsync(HttpMethod.Get, Path + call.Sid)).Json.GetProperty("items").EnumerateArray());
        Spoken.Matches(Spoken.LooksUp, item.GetProperty("text").GetString()!);
    }

    [Fact]
    public async Task While_the_gateway_writes_purges_lose_nothing_of_others()
    {
        var writing = gateway.NewCall();
        var purged = Enumerable.Range(0, 5).Select(_ => gateway.NewCall()).ToList();
        foreach (var call in purged)
            await gateway.SaidAsync(call, gateway.At(11), "Forget this.");
        var said = Task.Run(async () =>
        {
            for (var second = 0; second < 200; second++)
                await gateway.SaidAsync(writing, gateway.At(12).AddSeconds(second), $"{second}");
        });
        foreach (var call in purged)
            Assert.Equal(0, (await PurgeAsync(call)).Code);
        await said.WaitAsync(Patience.Limit);

        var items = (await gateway.SendAsync(HttpMethod.Get, Path + writing)).Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("text").GetString());
        Assert.Equal(Enumerable.Range(0, 200).Select(second => $"{second}"), items);
    }

    [Fact]
    public async Task The_installed_program_purges()
    {
        var call = gateway.NewCall();
        await gateway.SaidAsync(call, gateway.At(13), "Forget this.");
        var start = InstalledProgram.Run(["purge", "--conversation", call.ToString(), .. gateway.Arguments]);

        var first = await ProcessRun.ToEndAsync(start, Patience.Limit);
        Assert.Equal((0, "Deleted 1 messages from the store and 0 rows from export files.", ""), (first.ExitCode, first.Output.Split('\n')[0], first.Error));
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.SendAsync(HttpMethod.Get, Path + call)).Status);
        Assert.Equal(1, (await ProcessRun.ToEndAsync(start, Patience.Limit)).ExitCode);
    }

    private async Task<(int Code, string Output)> PurgeAsync(CallSid call)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        return (await ConversationCommands.PurgeAsync(GatewayHost.ReadOptions(gateway.Arguments), call.ToString(), TimeProvider.System, output), output.ToString());
    }

    /// <summary>The files of the state directory whose names begin so and that hold a word.</summary>
    private List<string> FilesWith(string word, string beginning) =>
    [
        .. Directory.EnumerateFiles(gateway.StateDirectory, "*", SearchOption.AllDirectories)
            .Where(file => System.IO.Path.GetRelativePath(gateway.StateDirectory, file).StartsWith(beginning, StringComparison.Ordinal))
            .Where(file => !IsLock(file))
            .Where(file => Bytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0),
    ];

    /// <summary>Empty, and held by whoever runs.</summary>
    private static bool IsLock(string file) => System.IO.Path.GetFileName(file).StartsWith("transcripts.db-node-", StringComparison.Ordinal);

    /// <summary>Also of a file that another connection has open for writing.</summary>
    private static byte[] Bytes(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
