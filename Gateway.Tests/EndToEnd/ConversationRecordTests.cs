using System.Text.Json.Nodes;

namespace Gateway.Tests.EndToEnd;

/// <summary>What the operator can find out about a conversation, and what not.</summary>
[Collection(nameof(EndToEndCollection))]
public sealed class ConversationRecordTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task The_management_listener_tells_what_happened_to_a_call_and_not_what_was_said()
    {
        string sid;
        await using (var call = await TestCall.DialAsync(gateway))
        {
            sid = call.Sid.ToString();
            await call.StartsAsync();
            await call.HearsAsync(Spoken.NeedsHelp);
            await call.StopsAsync();
            await call.StartsAsync();
            await call.Stream.StopAsync(Patience.Limit, CancellationToken.None);
        }

        JsonNode record = null!;
        await Patience.UntilAsync(async () => (record = await RecordOfAsync(sid))["completedAt"] is not null, "the conversation is complete");

        Assert.Equal(
            ["media-started", "transcription-started", "transcription-ended", "transcription-started", "transcription-ended", "media-ended"],
            record["events"]!.AsArray().Select(happened => (string)happened!["what"]!));
        Assert.Equal("Stopped", (string?)record["ending"]);
        Assert.Equal(["Requested", "MediaEnded"], record["events"]!.AsArray().Where(happened => (string)happened!["what"]! == "transcription-ended").Select(happened => (string)happened!["ending"]!));
        Assert.DoesNotContain("streaming", record.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(TestCall.CustomerId, record.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_unknown_call_there_is_nothing_to_tell()
    {
        var answer = await gateway.SendAsync(HttpMethod.Get, new Uri(gateway.Management, "/conversation?externalId=CA%00'--"), null, null);

        Assert.Equal(404, (int)answer.Status);
    }

    private async Task<JsonNode> RecordOfAsync(string sid) =>
        JsonNode.Parse((await gateway.SendAsync(HttpMethod.Get, new Uri(gateway.Management, "/conversation?externalId=" + sid), null, null)).Body)!;
}
