using System.Net;
using System.Text.Json;
using Gateway.Host.CustomVocabulary;
using Gateway.Media.Recognition.Vocabularies;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.EndToEnd;

/// <summary>The phrases that everybody is recognised with, as clients of the configuration API set them (api.md 8.6).</summary>
[Collection(EndToEndCollection.Name)]
public sealed class CustomVocabularyApiTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>, IAsyncLifetime
{
    private const string Root = "/configuration/v1/custom-vocabularies";

    private SharedVocabulary Shared => gateway.Services.GetRequiredService<SharedVocabulary>();

    private string File => Path.Combine(gateway.StateDirectory, "custom-vocabularies.json");

    public Task InitializeAsync()
    {
        System.IO.File.WriteAllText(File, """{"customVocabularies":[]}""");
        Assert.Null(gateway.Services.GetRequiredService<VocabularyFile>().Reload());
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_phrase_is_added_listed_shown_and_removed_and_takes_effect_at_once()
    {
        var added = await AddAsync("""{"phrase":"Zyntrix","soundsLike":["ZIN tricks",],"category":"ignored", /* from the guide */ }""");
        Assert.Equal(HttpStatusCode.Created, added.Status);
        var id = added.Json.GetProperty("id").GetString()!;
        Assert.Matches("^[A-Z0-9]{26}$", id);
        var entry = $$"""{"id":"{{id}}","phrase":"Zyntrix","soundsLike":["zin tricks"]}""";

        Assert.Equal($$"""{"customVocabularies":[{{entry}}]}""", (await gateway.SendAsync(HttpMethod.Get, Root)).Body);
        Assert.Equal(entry, (await gateway.SendAsync(HttpMethod.Get, $"{Root}/{id}")).Body);
        Assert.Equal("Zyntrix", Assert.Single(Shared.Current.Entries).Phrase);

        Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync(HttpMethod.Delete, $"{Root}/{id}")).Status);
        Assert.Empty(Shared.Current.Entries);
        Assert.Equal("404-01", (await gateway.SendAsync(HttpMethod.Get, $"{Root}/{id}")).Code);
        Assert.Equal("404-01", (await gateway.SendAsync(HttpMethod.Delete, $"{Root}/{id}")).Code);
    }

    [Fact]
    public async Task Phrases_are_still_there_after_a_restart()
    {
        await AddAsync("""{"phrase":"Quorvex","soundsLike":["core vex"]}""");
        await gateway.RestartGatewayAsync();

        Assert.Equal("Quorvex", Assert.Single(Shared.Current.Entries).Phrase);
        Assert.Single(await IdsAsync(""));
    }

    [Fact]
    public async Task Pages_lead_forwards_and_back_and_hold_their_place_when_phrases_go()
    {
        for (var number = 0; number < 12; number++)
            Assert.Equal(HttpStatusCode.Created, (await AddAsync($$"""{"phrase":"phrase {{number}}","soundsLike":["frays"]}""")).Status);
        var all = await IdsAsync("");
        Assert.Equal(12, all.Count);

        var first = await PageAsync("");
        Assert.False(first.TryGetProperty("prevCursor", out _));
        Assert.Equal(all[..5], Ids(first));
        await gateway.SendAsync(HttpMethod.Delete, $"{Root}/{all[5]}");
        var second = await PageAsync(first.GetProperty("nextCursor").GetString()!);
        Assert.Equal(all[6..11], Ids(second));
        var third = await PageAsync(second.GetProperty("nextCursor").GetString()!);
        Assert.Equal(all[11..], Ids(third));
        Assert.False(third.TryGetProperty("nextCursor", out _));
        Assert.Equal(Ids(second), Ids(await PageAsync(third.GetProperty("prevCursor").GetString()!)));
        Assert.Equal(all[..5], Ids(await PageAsync(second.GetProperty("prevCursor").GetString()!)));

        async Task<JsonElement> PageAsync(string cursor) => (await gateway.SendAsync(HttpMethod.Get, $"{Root}?limit=5&cursor={cursor}")).Json;
    }

    [Theory]
    [InlineData("{}", "400-03", "phrase")]
    [InlineData("""{"phrase":"x"}""", "400-03", "soundsLike")]
    [InlineData("""{"phrase":"x","soundsLike":"y"}""", "400-03", "soundsLike")]
    [InlineData("""{"phrase":"x","soundsLike":[null]}""", "400-03", "soundsLike")]
    [InlineData("""{"phrase":7,"soundsLike":[]}""", "400-03", "phrase")]
    [InlineData("""{"phrase":"a\u0007b","soundsLike":["a"]}""", "400-03", "/phrase: ")]
    [InlineData("""{"phrase":"  ","soundsLike":["a"]}""", "400-03", "/phrase: ")]
    [InlineData("""{"phrase":"x","soundsLike":["7"]}""", "400-03", "/soundsLike: ")]
    [InlineData("""{"phrase":"x","soundsLike":["a","b","c","d","e","f"]}""", "422-01", "/soundsLike: ")]
    [InlineData("""{"phrase":"x","soundsLike":["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]}""", "422-01", "/soundsLike: ")]
    [InlineData("[]", "400-01", "")]
    [InlineData("{", "400-01", "")]
    public async Task A_phrase_that_cannot_be_taken_is_refused_and_nothing_changes(string body, string code, string named)
    {
        var answer = await AddAsync(body);

        Assert.Equal(code, answer.Code);
        Assert.Contains(named, answer.Message, StringComparison.Ordinal);
        Assert.Empty(Shared.Current.Entries);
    }

    [Fact]
    public async Task A_phrase_that_is_there_is_409_and_one_beyond_200_is_422()
    {
        await AddAsync("""{"phrase":"Zyntrix","soundsLike":[]}""");
        Assert.Equal("409-01", (await AddAsync("""{"phrase":"Zyntrix","soundsLike":["zin tricks"]}""")).Code);
        Assert.Equal("409-01", (await AddAsync("""{"phrase":" Zyntrix ","soundsLike":[]}""")).Code);
        await System.IO.File.WriteAllTextAsync(File, $$"""{"customVocabularies":[{{string.Join(',', Enumerable.Range(0, 200).Select(number => $$"""{"phrase":"phrase {{number}}"}"""))}}]}""");

        Assert.Equal("422-01", (await AddAsync("""{"phrase":"one more","soundsLike":[]}""")).Code);
        Assert.Equal(200, Shared.Current.Entries.Count);
    }

    [Fact]
    public async Task Ids_written_by_hand_lead_to_their_phrases_and_hold_pages()
    {
        string[] ids = ["#1", "a/b", "a?b", "a%2Fb", "z z"];
        await System.IO.File.WriteAllTextAsync(File, $$"""{"customVocabularies":[{{string.Join(',', ids.Reverse().Select(id => $$"""{"id":"{{id}}","phrase":"phrase {{id}}"}"""))}}]}""");
        Assert.Null(gateway.Services.GetRequiredService<VocabularyFile>().Reload());
        Assert.Equal(ids.Order(StringComparer.Ordinal), await IdsAsync(""));
        foreach (var id in ids)
            Assert.Equal(id, (await gateway.SendAsync(HttpMethod.Get, $"{Root}/{Uri.EscapeDataString(id)}")).Json.GetProperty("id").GetString());

        var next = (await gateway.SendAsync(HttpMethod.Get, $"{Root}?limit=2")).Json.GetProperty("nextCursor").GetString();
        foreach (var id in ids.Order(StringComparer.Ordinal).Take(3))
            Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync(HttpMethod.Delete, $"{Root}/{Uri.EscapeDataString(id)}")).Status);
        Assert.Equal(["a?b", "z z"], await IdsAsync($"?cursor={next}"));
    }

    [Fact]
    public async Task While_the_file_cannot_be_used_changes_are_503_and_the_old_phrases_hold()
    {
        await AddAsync("""{"phrase":"Zyntrix","soundsLike":[]}""");
        await System.IO.File.WriteAllTextAsync(File, "{");

        var refused = await AddAsync("""{"phrase":"Quorvex","soundsLike":[]}""");
        Assert.Equal("503-01", refused.Code);
        Assert.Contains("Line 1", refused.Message, StringComparison.Ordinal);
        Assert.Equal("{", await System.IO.File.ReadAllTextAsync(File));
        Assert.Equal("503-01", (await gateway.SendAsync(HttpMethod.Delete, $"{Root}/any")).Code);
        Assert.Equal("Zyntrix", Assert.Single(Shared.Current.Entries).Phrase);
    }

    [Fact]
    public async Task A_disk_that_cannot_be_written_is_503_and_told_in_the_log()
    {
        await System.IO.File.WriteAllTextAsync(File, """{"customVocabularies":[]}""");
        System.IO.File.Delete(File + ".lock");
        Directory.CreateDirectory(File + ".lock");

        var refused = await AddAsync("""{"phrase":"Zyntrix","soundsLike":[]}""");
        Directory.Delete(File + ".lock");
        Assert.Equal("503-01", refused.Code);
        Assert.Equal($"'{File}' cannot be written: Permission is denied.", refused.Message);
        Assert.Contains(gateway.Log.Lines, line => line.Contains(refused.Message, StringComparison.Ordinal));
        Assert.Empty(Shared.Current.Entries);
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=101")]
    [InlineData("?limit=ten")]
    [InlineData("?cursor=%00")]
    [InlineData("?cursor=AAAA")]
    [InlineData("?cursor=w6k")]
    public async Task A_page_that_cannot_be_asked_for_is_400(string query) => Assert.Equal("400-03", (await gateway.SendAsync(HttpMethod.Get, Root + query)).Code);

    [Fact]
    public async Task Without_a_right_key_there_is_nothing_to_see_and_nothing_to_change()
    {
        Assert.Equal("401-01", (await gateway.SendAsync(HttpMethod.Get, Root, key: null)).Code);
        Assert.Equal("401-01", (await gateway.SendAsync(HttpMethod.Post, Root, key: null, """{"phrase":"x","soundsLike":[]}""")).Code);
        Assert.Equal("403-01", (await gateway.SendAsync(HttpMethod.Post, Root, GatewayFixture.ExporterKey, """{"phrase":"x","soundsLike":[]}""")).Code);
        Assert.Empty(Shared.Current.Entries);
    }

    [Fact]
    public async Task The_phrases_are_not_in_the_log()
    {
        await AddAsync("""{"phrase":"Unspeakable","soundsLike":["un speak able"]}""");
        await AddAsync("""{"phrase":"Unspeakable","soundsLike":["7"]}""");

        Assert.DoesNotContain(gateway.Log.Lines, line => line.Contains("nspeak", StringComparison.Ordinal) || line.Contains("un speak", StringComparison.Ordinal));
    }

    private static List<string> Ids(JsonElement page) => [.. page.GetProperty("customVocabularies").EnumerateArray().Select(entry => entry.GetProperty("id").GetString()!)];

    private Task<RawAnswer> AddAsync(string body) => gateway.SendAsync(HttpMethod.Post, Root, body);

    private async Task<List<string>> IdsAsync(string query) => Ids((await gateway.SendAsync(HttpMethod.Get, Root + query)).Json);
}
