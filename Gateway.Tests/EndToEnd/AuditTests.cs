using System.Net;
using Gateway.Core;
using Gateway.Host.Security;
using Gateway.Tests.Support;
using ApiKey = Gateway.Simulator.Control.ApiKey;

namespace Gateway.Tests.EndToEnd;

/// <summary>What the audit log of a whole gateway says about those who used its API.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class AuditTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string StreamUrl = "/mg-autotranscribe/v1/twilio-media-stream-url";
    private const string Start = "/mg-autotranscribe/v1/start-streaming";
    private const string Stop = "/mg-autotranscribe/v1/stop-streaming";
    private const string Messages = "/conversation/v1/conversation/messages";
    private const string Download = DownloadLink.Path + "/jsonl/2026-01-01/a-file.jsonl";

    [Fact]
    public async Task It_says_who_did_what_to_a_conversation_and_how_that_ended()
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        await call.AsksToStartAsync();
        await call.StopsAsync();

        Assert.Equal(
            [("startStreaming", 200, null), ("startStreaming", 409, "409-201"), ("stopStreaming", 200, null)],
            gateway.Audit.Where(entry => entry.Conversation == call.Sid.ToString()).Select(entry => (entry.Operation, entry.Status, entry.Code)));
        Assert.All(gateway.Audit, entry => Assert.Equal(Environment.MachineName, entry.Node));
    }

    [Fact]
    public async Task It_says_who_wanted_to_read_which_transcript()
    {
        var entry = await EntryOfAsync(HttpMethod.Get, Messages + "?externalId=CA-of-nobody", GatewayFixture.Key);

        Assert.Equal((GatewayFixture.Key.Id, "127.0.0.1", "getMessages", "CA-of-nobody", 404, "404-01"),
            (entry.Who, entry.From, entry.Operation, entry.Conversation, entry.Status, entry.Code));
    }

    [Fact]
    public async Task It_says_who_wanted_which_export_file()
    {
        var asked = await EntryOfAsync(
            HttpMethod.Post, "/fileexporter/v1/static/getfeedfile", GatewayFixture.ExporterKey,
            """{"feed":"feed_utterances","version":"version=1","format":"format=jsonl","date":"dt=2026-01-01","fileName":"a-file.jsonl"}""");
        Assert.Equal((GatewayFixture.ExporterKey.Id, "getFeedFile", "2026-01-01 a-file.jsonl", 404), (asked.Who, asked.Operation, asked.Detail, asked.Status));

        var links = new DownloadLink(GatewayFixture.SigningKey, null, TimeSpan.FromMinutes(5), TimeProvider.System);
        var fetched = await EntryOfAsync(HttpMethod.Get, links.Issue(GatewayFixture.ExporterKey.Id, "jsonl", "2026-01-01", "a-file.jsonl"), key: null);
        Assert.Equal((GatewayFixture.ExporterKey.Id, "downloadFeedFile", "a-file.jsonl", 404), (fetched.Who, fetched.Operation, fetched.Detail, fetched.Status));
    }

    [Fact]
    public async Task A_command_beside_the_gateway_is_in_the_same_log_with_the_user_who_gave_it()
    {
        await ProcessRun.ToEndAsync(
            InstalledProgram.Run("purge", "--conversation", "CA-of-a-command", "--Gateway:StateDirectory=" + Path.GetDirectoryName(gateway.AuditDirectory)), Patience.Limit);

        var entry = Assert.Single(gateway.Audit, entry => entry.Conversation == "CA-of-a-command");
        Assert.Equal(("operator:" + Environment.UserName, null, "purge", 409, null), (entry.Who, entry.From, entry.Operation, entry.Status, entry.RequestId));
    }

    [Fact]
    public async Task A_key_for_another_product_is_written_down_by_its_name()
    {
        var entry = await EntryOfAsync(HttpMethod.Post, Start, GatewayFixture.ExporterKey, "{}");

        Assert.Equal((GatewayFixture.ExporterKey.Id, "startStreaming", null, 403, "403-01"), (entry.Who, entry.Operation, entry.Conversation, entry.Status, entry.Code));
    }

    [Fact]
    public async Task A_request_that_makes_no_sense_is_written_down_with_what_it_was_told()
    {
        var nonsense = await EntryOfAsync(HttpMethod.Post, Stop, GatewayFixture.Key, "no JSON");
        using var large = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.Origin, Stop)) { Content = new StringContent(new string(' ', 1024 * 1024 + 1)) };
        // The client asks before it sends: one that is refused while it sends may find the connection cut.
        large.Headers.ExpectContinue = true;
        var tooLarge = EntryOf(await gateway.SendAsync(large, GatewayFixture.Key));
        var endless = await EntryOfAsync(HttpMethod.Post, Stop, GatewayFixture.Key, $$"""{"namespace":"twilio","guid":"{{new string('9', 5000)}}"}""");

        Assert.Equal((null, 400, "400-01"), (nonsense.Conversation, nonsense.Status, nonsense.Code));
        Assert.Equal((null, 413, "413-01"), (tooLarge.Conversation, tooLarge.Status, tooLarge.Code));
        Assert.Equal((new string('9', 100), 400, "400-201"), (endless.Conversation, endless.Status, endless.Code));
    }

    [Fact]
    public async Task Asking_whether_the_gateway_works_is_no_action()
    {
        var answer = await gateway.SendAsync(HttpMethod.Get, "/v1/health");

        Assert.DoesNotContain(gateway.Audit, entry => entry.RequestId == answer.Headers["X-Request-Id"]);
    }

    [Fact]
    public async Task Those_without_a_right_key_or_link_are_summed_up()
    {
        for (var i = 0; i < 5; i++)
        {
            foreach (var (path, key) in new (string, ApiKey?)[]
                { (StreamUrl, null), (StreamUrl, GatewayFixture.Key with { Secret = new Secret("guessed") }), (Messages, GatewayFixture.Key with { Id = "stranger" }), (Download, null) })
                Assert.Contains((await gateway.SendAsync(HttpMethod.Get, path, key)).Status, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden });
        }

        var entry = Assert.Single(gateway.Audit, entry => entry.Who is null);
        Assert.Equal(("127.0.0.1", "getTwilioMediaStreamUrl", 401, "401-01"), (entry.From, entry.Operation, entry.Status, entry.Code));
    }

    [Fact]
    public async Task It_tells_no_secret_no_token_and_no_participant_and_nobody_else_may_read_it()
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        var token = (await gateway.SendAsync(HttpMethod.Get, StreamUrl)).Json.GetProperty("streamingUrl").GetString()!.Split('/')[^1];
        await gateway.SendAsync(HttpMethod.Get, StreamUrl + "?token=" + token, GatewayFixture.Key with { Secret = new Secret("guessed") });

        // Two of them when midnight has passed.
        var files = Directory.GetFiles(gateway.AuditDirectory);
        var text = string.Concat(files.Select(File.ReadAllText));
        Assert.Contains(call.Sid.ToString(), text, StringComparison.Ordinal);
        foreach (var secret in new[]
            { GatewayFixture.Key.Secret.Reveal(), GatewayFixture.SigningKey.Reveal(), "guessed", token, token.Split('.')[2], TestCall.CustomerId, TestCall.AgentId })
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(gateway.AuditDirectory));
    }

    private async Task<AuditRecord> EntryOfAsync(HttpMethod method, string path, ApiKey? key, string? body = null) =>
        EntryOf(await gateway.SendAsync(method, path, key, body));

    /// <summary>The one entry of a request, which is there when it has been answered.</summary>
    private AuditRecord EntryOf(RawAnswer answer) => Assert.Single(gateway.Audit, entry => entry.RequestId == answer.Headers["X-Request-Id"]);
}
