using System.Net;
using System.Text.Json;

namespace Gateway.Tests.EndToEnd;

/// <summary>The seven operations of the file exporter, as its clients use and misuse them (api.md 6.1).</summary>
[Collection(EndToEndCollection.Name)]
public sealed class FileExporterApiTests(ExportingGateway gateway) : IClassFixture<ExportingGateway>, IAsyncLifetime
{
    private const string Root = "/fileexporter/v1/static/";

    private static readonly string[] Members = ["feed", "version", "format", "date", "fileName"];

    public static TheoryData<string, int> Operations => new()
    {
        { "listfeeds", 0 }, { "listfeedversions", 1 }, { "listfeedformats", 2 }, { "listfeeddates", 3 }, { "listfeedintervals", 4 }, { "listfeedfiles", 4 }, { "getfeedfile", 5 },
    };

    private string Date => $"{gateway.Yesterday:yyyy-MM-dd}";

    private string Name(int hour, string format = "jsonl") => $"utterances_{gateway.Yesterday:yyyyMMdd}_{hour:00}.{format}";

    /// <summary>Something was said yesterday and the day before, and both are published.</summary>
    public async Task InitializeAsync()
    {
        if (gateway.Folder.Dates().Count > 0)
            return;
        var call = gateway.NewCall();
        await gateway.SaidAsync(call, gateway.At(9).AddDays(-1), "The day before.");
        await gateway.SaidAsync(call, gateway.At(0), "At midnight.");
        await gateway.SaidAsync(call, gateway.At(9), "In the morning.");
        await gateway.SaidAsync(call, gateway.At(23, 59), "At night.");
        await gateway.PublishAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("", "", "", "")]
    [InlineData("version=", "format=", "dt=", "hr=")]
    [InlineData("version=", "", "dt=", "")]
    [InlineData("", "format=", "", "hr=")]
    public async Task A_client_finds_its_way_from_feed_to_file_with_either_spelling(string version, string format, string dt, string hr)
    {
        Assert.Equal("""{"feeds":["utterances"]}""", (await AskAsync("listfeeds", "{}")).Body);
        Assert.Equal("""{"feed":"utterances","versions":["1"]}""", (await AskAsync("listfeedversions", Body("feed", "utterances"))).Body);
        Assert.Equal(
            """{"feed":"utterances","version":"1","formats":["csv","jsonl"]}""",
            (await AskAsync("listfeedformats", Body("feed", "utterances", "version", version + "1"))).Body);
        Assert.Equal(
            $$"""{"feed":"utterances","version":"1","format":"jsonl","dates":["{{gateway.Yesterday.AddDays(-1):yyyy-MM-dd}}","{{Date}}"]}""",
            (await AskAsync("listfeeddates", Body("feed", "utterances", "version", version + "1", "format", format + "jsonl"))).Body);
        string[] day = ["feed", "utterances", "version", version + "1", "format", format + "jsonl", "date", dt + Date];
        var echo = $$"""{"feed":"utterances","version":"1","format":"jsonl","date":"{{Date}}",""";
        Assert.Equal(echo + "\"intervals\":[\"hr=00\",\"hr=09\",\"hr=23\"]}", (await AskAsync("listfeedintervals", Body(day))).Body);
        Assert.Equal(echo + $"\"files\":[\"{Name(0)}\",\"{Name(9)}\",\"{Name(23)}\"]}}", (await AskAsync("listfeedfiles", Body(day))).Body);
        Assert.Equal(echo + $"\"interval\":\"hr=09\",\"files\":[\"{Name(9)}\"]}}", (await AskAsync("listfeedfiles", Body([.. day, "interval", hr + "09"]))).Body);
        Assert.Equal(echo + "\"interval\":\"hr=10\",\"files\":[]}", (await AskAsync("listfeedfiles", Body([.. day, "interval", hr + "10"]))).Body);

        foreach (var name in new[] { "fileName", "file" })
        {
            var answer = await AskAsync("getfeedfile", Body([.. day, name, Name(23)]));
            Assert.StartsWith(echo + $"\"fileName\":\"{Name(23)}\",\"url\":\"{gateway.Origin}", answer.Body, StringComparison.Ordinal);
            Assert.Equal("no-store", answer.Headers["Cache-Control"]);
            Assert.True(Guid.TryParse(answer.Headers["X-Request-Id"], out _));
            var file = await gateway.SendAsync(HttpMethod.Get, new Uri(answer.Json.GetProperty("url").GetString()!), key: null, content: null);
            Assert.Equal("At night.", JsonSerializer.Deserialize<JsonElement>(file.Body).GetProperty("utterance").GetString());
        }

        var hour = await AskAsync("getfeedfile", Body([.. day, "interval", hr + "23", "fileName", Name(23)]));
        Assert.Equal(HttpStatusCode.OK, hour.Status);
        Assert.Equal("404-01", (await AskAsync("getfeedfile", Body([.. day, "interval", hr + "09", "fileName", Name(23)]))).Code);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Every_operation_needs_a_key_for_exports_and_POST(string operation, int needed)
    {
        var body = Sound(needed);
        Assert.Equal("401-01", (await gateway.SendAsync(HttpMethod.Post, Root + operation, key: null, body)).Code);
        Assert.Equal("403-01", (await gateway.SendAsync(HttpMethod.Post, Root + operation, GatewayFixture.Key, body)).Code);
        Assert.Equal("405-01", (await gateway.SendAsync(HttpMethod.Get, Root + operation, GatewayFixture.ExporterKey)).Code);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(operation, body)).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(operation + "/", body)).Status);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_member_that_is_missing_or_of_the_wrong_type_answers_400_03_and_is_named(string operation, int needed)
    {
        foreach (var member in Members.Take(needed))
        {
            foreach (var value in new[] { null, "null", "\"\"", "1", "true", "[]", "{}", "\"\\ud800\"", $"\"{new string('x', 10_000)}\"" })
            {
                var answer = await AskAsync(operation, Sound(needed, member, value));
                Assert.Equal("400-03", answer.Code);
                Assert.Contains("/" + member, answer.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_body_that_is_no_JSON_object_answers_400_01(string operation, int needed)
    {
        foreach (var body in new[] { "[]", "feed=utterances", "{", "\"utterances\"" })
            Assert.Equal("400-01", (await AskAsync(operation, body)).Code);
        if (needed > 0)
            Assert.Equal("400-01", (await AskAsync(operation, "")).Code);
    }

    [Fact]
    public async Task Feeds_are_listed_without_a_body_too()
    {
        foreach (var body in new[] { null, "", "{}", "{ } // nothing", "{\"feed\":\"x\",}" })
            Assert.Equal(["utterances"], (await AskAsync("listfeeds", body)).Json.GetProperty("feeds").EnumerateArray().Select(feed => feed.GetString()));

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.Origin, Root + "listfeeds")) { Content = new ByteArrayContent([]) };
        request.Headers.TransferEncodingChunked = true;
        Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync(request, GatewayFixture.ExporterKey)).Status);
    }

    public static TheoryData<string, string> Nowhere
    {
        get
        {
            var cases = new TheoryData<string, string>();
            string[] hostile = ["..", ".", "/", "../../transcripts.db", "/etc/passwd", "utterances/../..", "%2e%2e", "a\0b", "\n", "*", new('x', 1000), "utterances ", "😀"];
            foreach (var member in Members.Where(member => member != "date"))
            {
                foreach (var value in hostile)
                    cases.Add(member, value);
            }

            foreach (var (member, value) in new[]
            {
                ("feed", "UTTERANCES"), ("feed", "staging_utterance_state"), ("feed", "feed=feed=utterances"), ("version", "2"), ("version", "01"), ("version", "v1"), ("version", "dt=1"),
                ("format", "JSONL"), ("format", "json"), ("format", "xml"), ("format", "csv.sha256"), ("date", "2019-12-31"), ("date", "9999-12-31"), ("date", "0001-01-01"),
                ("fileName", "utterances_20260306_09.csv.sha256"), ("interval", "24"), ("interval", "9"), ("interval", "hr=09/mi=15"), ("interval", ".."), ("interval", "\0"),
            })
                cases.Add(member, value);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Nowhere))]
    public async Task What_there_is_not_answers_404_01(string member, string value) =>
        Assert.Equal("404-01", (await AskAsync("getfeedfile", Sound(5, member, JsonSerializer.Serialize(value)))).Code);

    [Fact]
    public async Task Today_tomorrow_and_the_other_formats_file_answer_404_01()
    {
        foreach (var days in new[] { 1, 2, 365 })
            Assert.Equal("404-01", (await AskAsync("listfeedfiles", Sound(4, "date", $"\"{gateway.Yesterday.AddDays(days):yyyy-MM-dd}\""))).Code);
        Assert.Equal("404-01", (await AskAsync("getfeedfile", Sound(5, "fileName", $"\"{Name(9, "csv")}\""))).Code);
        Assert.Equal("404-01", (await AskAsync("getfeedfile", Sound(5, "fileName", $"\"{Name(10)}\""))).Code);
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2022-6-27")]
    [InlineData("2022-06-31")]
    [InlineData("2022-02-29")]
    [InlineData("20220627")]
    [InlineData("27.06.2022")]
    [InlineData("06/27/2022")]
    [InlineData("2022-06-27T00:00:00Z")]
    [InlineData(" 2022-06-27")]
    [InlineData("2022-06-27 ")]
    [InlineData("2022-06-27\0")]
    [InlineData("-2022-06-27")]
    [InlineData("２０２２-06-27")]
    [InlineData("..")]
    [InlineData("/")]
    [InlineData("dt=")]
    [InlineData("dt=dt=2022-06-27")]
    public async Task A_malformed_date_answers_400_03(string date)
    {
        var answer = await AskAsync("listfeedfiles", Sound(4, "date", JsonSerializer.Serialize(date)));
        Assert.Equal("400-03", answer.Code);
        Assert.Contains("/date", answer.Message, StringComparison.Ordinal);
    }

    private Task<RawAnswer> AskAsync(string operation, string? body) => gateway.SendAsync(HttpMethod.Post, Root + operation, GatewayFixture.ExporterKey, body);

    /// <summary>A body with which the operation succeeds, but for one member.</summary>
    /// <param name="needed">How many members it has.</param>
    /// <param name="other">The member that is different.</param>
    /// <param name="value">What stands there, as JSON; null: it is not there.</param>
    private string Sound(int needed, string? other = null, string? value = null)
    {
        string[] values = ["utterances", "1", "jsonl", Date, Name(9)];
        var members = Members.Take(needed).Zip(values, (member, sound) => (Member: member, Value: (string?)$"\"{sound}\"")).ToDictionary(each => each.Member, each => each.Value);
        if (other is not null)
            members[other] = value;
        return $"{{{string.Join(',', members.Where(member => member.Value is not null).Select(member => $"\"{member.Key}\":{member.Value}"))}}}";
    }

    private static string Body(params string[] membersAndValues) =>
        JsonSerializer.Serialize(membersAndValues.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]));
}
