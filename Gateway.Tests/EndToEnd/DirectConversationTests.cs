using System.Text.Json;

namespace Gateway.Tests.EndToEnd;

/// <summary>Several connections that belong to one conversation, and those that do not (api.md 7.1, 8.3, 5).</summary>
[Collection(EndToEndCollection.Name)]
public sealed class DirectConversationTests(ExportingGateway gateway) : IClassFixture<ExportingGateway>
{
    /// <summary>Where, in the sentence with the PIN, its digits begin.</summary>
    private static readonly TimeSpan Digits = TimeSpan.FromMilliseconds(4020);

    [Fact]
    public async Task What_one_speaker_asks_for_is_masked_when_the_other_one_says_it()
    {
        var url = await DirectSocket.UrlAsync(gateway, "asked");
        using var agent = await DirectSocket.DialAsync(gateway, url);
        using var customer = await DirectSocket.DialAsync(gateway, url);
        await agent.StartAsync("agent");
        await customer.StartAsync("customer");
        await agent.PlayAsync(Question());
        Assert.Contains("PIN number", DirectEnding.TextOf((await agent.ReceiveAsync()).Must("transcript")), StringComparison.OrdinalIgnoreCase);
        await customer.PlayAsync(Answer());

        Assert.Equal("####.", Assert.Single((await customer.FinishAsync()).Texts));
        Assert.Empty((await agent.FinishAsync()).Transcripts);
    }

    [Theory]
    [InlineData("asked-here", "answered-there")]
    [InlineData(null, null)]
    public async Task Conversations_do_not_know_of_each_other(string? asked, string? answered)
    {
        using var agent = await DirectSocket.ConnectAsync(gateway, asked);
        using var customer = await DirectSocket.ConnectAsync(gateway, answered);
        await agent.StartAsync("agent");
        await customer.StartAsync("customer");
        await agent.PlayAsync(Question());
        (await agent.ReceiveAsync()).Must("transcript");
        await customer.PlayAsync(Answer());

        Assert.Equal("4719.", Assert.Single((await customer.FinishAsync()).Texts));
    }

    [Fact]
    public async Task The_question_is_remembered_when_its_connection_has_ended()
    {
        using (var agent = await DirectSocket.ConnectAsync(gateway, "asked-before"))
        {
            await agent.StartAsync("agent");
            await agent.PlayAsync(Question());
            Assert.Single((await agent.FinishAsync()).Transcripts);
        }

        using var customer = await DirectSocket.ConnectAsync(gateway, "asked-before");
        await customer.StartAsync("customer");
        await customer.PlayAsync(Answer());
        Assert.Equal("####.", Assert.Single((await customer.FinishAsync()).Texts));
    }

    [Fact]
    public async Task All_connections_of_a_conversation_are_one_list_of_messages()
    {
        foreach (var (role, sentence) in new[] { ("customer", Spoken.TakesTheOffer), ("agent", Spoken.LooksUp), ("customer", Spoken.WatchesMovies) })
        {
            using var client = await DirectSocket.ConnectAsync(gateway, "of three");
            await client.StartAsync(role);
            await client.PlayAsync(LinearAudio.Sentence(sentence));
            Assert.Single((await client.FinishAsync()).Transcripts);
        }

        var items = await ItemsAsync("of three");
        Assert.Equal(["customer", "agent", "customer"], items.Select(item => item.GetProperty("sender").GetProperty("role").GetString()));
        Assert.Equal(["customer-1", "agent-1", "customer-1"], items.Select(item => item.GetProperty("sender").GetProperty("externalId").GetString()));
        foreach (var (sentence, item) in new[] { Spoken.TakesTheOffer, Spoken.LooksUp, Spoken.WatchesMovies }.Zip(items))
            Spoken.Matches(sentence, item.GetProperty("text").GetString()!);
    }

    [Theory]
    [InlineData("", "####")]
    [InlineData(""","redactionOutput":"redacted_and_unredacted" """, "####")]
    [InlineData(""","redactionOutput":"unredacted" """, "4719")]
    public async Task Messages_are_what_the_start_asked_for_and_the_safe_form_of_two(string more, string pin)
    {
        var conversation = "kept-" + pin + more.Length;
        using var client = await DirectSocket.ConnectAsync(gateway, conversation);
        await client.StartAsync("customer", more);
        await client.PlayAsync(LinearAudio.Sentence(Spoken.NeedsHelp));
        var text = Assert.Single((await client.FinishAsync()).Texts);

        var item = Assert.Single(await ItemsAsync(Uri.EscapeDataString(conversation)));
        Assert.Equal(text, item.GetProperty("text").GetString());
        Assert.Contains("PIN number is " + pin, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("unredacted", item.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The sentence up to its digits, and the silence that ends it.</summary>
    private static byte[] Question() => [.. Sentence().AsSpan(0, Bytes(Digits)), .. Silence];

    /// <summary>Nothing but the digits.</summary>
    private static byte[] Answer() => [.. Silence, .. Sentence().AsSpan(Bytes(Digits)), .. Silence];

    private static byte[] Sentence() => LinearAudio.Sentence(Spoken.NeedsHelp);

    private static byte[] Silence => new byte[1000 * LinearAudio.BytesPerMillisecond];

    private static int Bytes(TimeSpan length) => (int)length.TotalMilliseconds * LinearAudio.BytesPerMillisecond;

    private async Task<IReadOnlyList<JsonElement>> ItemsAsync(string externalId)
    {
        var answer = await gateway.SendAsync(HttpMethod.Get, $"/conversation/v1/conversation/messages?externalId={externalId}");
        Assert.True(answer.Status == System.Net.HttpStatusCode.OK, answer.Body);
        return [.. answer.Json.GetProperty("items").EnumerateArray()];
    }
}
