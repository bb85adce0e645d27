using System.Collections.Concurrent;
using Gateway.Core;
using Gateway.Simulator.Control;
using Gateway.Simulator.Webhook;

namespace Gateway.Tests.EndToEnd;

/// <summary>What calls leave behind for the transcript after the call (api.md 5).</summary>
[Collection(EndToEndCollection.Name)]
public sealed class MessagesOfCallsTests(ExportingGateway gateway) : IClassFixture<ExportingGateway>
{
    [Fact]
    public async Task All_spans_and_legs_of_a_call_are_one_list_and_an_unfinished_call_tells_what_there_is()
    {
        await using var first = await TestCall.DialAsync(gateway);
        await first.StartsAsync();
        await first.HearsAsync(Spoken.TakesTheOffer);
        await first.StopsAsync();
        MustBe(await ItemsAsync(first.Sid), Spoken.TakesTheOffer);

        await first.StartsAsync();
        await first.HearsAsync(Spoken.LooksUp);
        await first.StopsAsync();
        await using var second = await TestCall.DialAsync(gateway, first.Sid);
        await second.StartsAsync();
        await second.HearsAsync(Spoken.WatchesMovies);
        await second.StopsAsync();

        var items = await ItemsAsync(first.Sid);
        MustBe(items, Spoken.TakesTheOffer, Spoken.LooksUp, Spoken.WatchesMovies);
        Assert.Equal(["customer", "agent", "customer"], items.Select(item => item.Role));
        Assert.Equal([TestCall.CustomerId, TestCall.AgentId, TestCall.CustomerId], items.Select(item => item.Sender));
    }

    [Fact]
    public async Task Whatever_is_posted_can_be_read_at_that_moment()
    {
        var readable = new ConcurrentQueue<bool>();
        gateway.Receiver.Choose = transcript =>
        {
            readable.Enqueue(IsReadable(transcript));
            return null;
        };
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        await call.HearsAsync(Spoken.TakesTheOffer);
        await call.HearsAsync(Spoken.LooksUp);
        await call.StopsAsync();
        await Patience.UntilAsync(() => readable.Count == 2, "both were read back");

        Assert.Equal([true, true], readable);
        gateway.Receiver.Choose = null;
    }

    [Theory]
    [InlineData(null, "####")]
    [InlineData("redacted", "####")]
    [InlineData("redacted_and_unredacted", "####")]
    [InlineData("unredacted", null)]
    public async Task The_text_is_what_the_start_request_asked_for_and_the_safe_form_of_two(string? output, string? mask)
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync(call.StartRequest() with { AutotranscribeParams = output is null ? null : new AutotranscribeParams { RedactionOutput = output } });
        await call.HearsAsync(Spoken.NeedsHelp);
        await call.StopsAsync();

        var answer = await AskAsync(call.Sid);
        var text = Assert.Single(Items(answer)).Text;
        Assert.Equal(mask is not null, text.Contains('#', StringComparison.Ordinal));
        Assert.Equal(Assert.Single(await call.TranscriptsAsync(1)).Message.Text, text);
        Assert.DoesNotContain("unredacted", answer.Body, StringComparison.OrdinalIgnoreCase);
        LogSecrecy.MustNotTell(gateway.Log, text);
    }

    [Fact]
    public async Task A_finished_call_can_be_read_for_seven_days_to_the_second()
    {
        await using var own = new Clocked();
        await own.InitializeAsync();
        await using var call = await TestCall.DialAsync(own);
        await call.StartsAsync();
        await call.HearsAsync(Spoken.TakesTheOffer);
        await call.Stream.StopAsync(TimeSpan.FromSeconds(5), CancellationToken.None);
        await call.Ended;
        await Patience.UntilAsync(async () => await own.Store.FindAsync(call.Sid.ToString(), CancellationToken.None) is { CompletedAt: not null }, "the call is complete");
        var conversation = (await own.Store.FindAsync(call.Sid.ToString(), CancellationToken.None))!;
        Assert.Equal(StreamEnding.Stopped, conversation.Ending);
        var path = $"/conversation/v1/conversation/messages?externalId={call.Sid}";

        // Half a minute is more than a request takes.
        own.Time.Shift = TimeSpan.FromDays(7) - TimeSpan.FromSeconds(30) - (own.Time.GetUtcNow() - conversation.CompletedAt!.Value);
        Assert.Single((await own.SendAsync(HttpMethod.Get, path)).Json.GetProperty("items").EnumerateArray());
        own.Time.Shift += TimeSpan.FromSeconds(30);
        var answer = await own.SendAsync(HttpMethod.Get, path);
        Assert.Equal("404-01", answer.Code);
        Assert.Contains("7 days", answer.Message, StringComparison.Ordinal);
    }

    private bool IsReadable(ReceivedTranscript transcript) =>
        Items(AskAsync(CallSid.Parse(transcript.Message.ExternalConversationId)).GetAwaiter().GetResult()).Any(item => item.Text == transcript.Message.Text);

    private static void MustBe(IReadOnlyList<Item> items, params string[] sentences)
    {
        Assert.Equal(sentences.Length, items.Count);
        foreach (var (sentence, item) in sentences.Zip(items))
            Spoken.Matches(sentence, item.Text);
    }

    private async Task<IReadOnlyList<Item>> ItemsAsync(CallSid call) => Items(await AskAsync(call));

    private Task<RawAnswer> AskAsync(CallSid call) => gateway.SendAsync(HttpMethod.Get, $"/conversation/v1/conversation/messages?externalId={call}");

    private static IReadOnlyList<Item> Items(RawAnswer answer) =>
    [
        .. answer.Json.GetProperty("items").EnumerateArray().Select(item => new Item(
            item.GetProperty("text").GetString()!, item.GetProperty("sender").GetProperty("role").GetString()!, item.GetProperty("sender").GetProperty("externalId").GetString()!)),
    ];

    private sealed record Item(string Text, string Role, string Sender);

    /// <summary>A gateway whose clock no other test needs.</summary>
    private sealed class Clocked : ExportingGateway, IAsyncDisposable
    {
        async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();
    }
}
