namespace Gateway.Tests.EndToEnd;

/// <summary>The dialogues about words that a client wants to see (api.md 7.8).</summary>
[Collection(EndToEndCollection.Name)]
public sealed class DirectVocabularyTests(ExportingGateway gateway) : IClassFixture<ExportingGateway>
{
    public static TheoryData<string> Dialogues => new(DirectFixture.NamesIn("Vocabulary"));

    [Theory]
    [MemberData(nameof(Dialogues))]
    public Task A_dialogue_goes_as_its_file_says(string name) => DirectFixtureTests.PlayAsync(gateway, DirectFixture.Read(name));

    [Fact]
    public async Task A_vocabulary_belongs_to_one_connection_even_within_a_conversation()
    {
        var url = await DirectSocket.UrlAsync(gateway, "one vocabulary");
        using var first = await DirectSocket.DialAsync(gateway, url);
        using var second = await DirectSocket.DialAsync(gateway, url);
        await first.StartAsync("customer");
        await second.StartAsync("agent");
        await first.SendAsync("""{"message":"updateVocabulary","phrases":[{"phrase":"GoldPack","soundsLike":["gold package"]}]}""");
        (await first.ReceiveAsync()).Must("vocabularyResponse");
        foreach (var client in new[] { first, second })
            await client.PlayAsync(LinearAudio.Sentence(Spoken.TakesTheOffer));

        Assert.Contains("GoldPack", Assert.Single((await first.FinishAsync()).Texts), StringComparison.Ordinal);
        Assert.DoesNotContain("GoldPack", Assert.Single((await second.FinishAsync()).Texts), StringComparison.OrdinalIgnoreCase);
    }
}
