using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Gateway.Core;
using Gateway.Tests.Support;
using Gateway.Transcripts;

namespace Gateway.Tests.EndToEnd;

/// <summary>The transcript after the call, as a client may ask for it (api.md 5).</summary>
[Collection(EndToEndCollection.Name)]
public sealed class MessagesApiTests(ExportingGateway gateway) : IClassFixture<ExportingGateway>
{
    private const string Path = "/conversation/v1/conversation/messages";

    [Fact]
    public async Task Messages_have_the_shape_of_the_specification_and_come_in_the_order_in_which_they_were_spoken()
    {
        var call = gateway.NewCall();
        var last = await gateway.SaidAsync(call, gateway.At(9, 3), "third");
        var agent = (await SaidByAgentAsync(call, gateway.At(9, 2))).Id;
        var first = await gateway.SaidAsync(call, gateway.At(9, 1), "first \"quoted\" 😀 </script>");

        var answer = await AskAsync(call.ToString());

        var date = $"{gateway.Yesterday:yyyy-MM-dd}";
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.StartsWith("application/json", answer.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.True(Guid.TryParse(answer.Headers["X-Request-Id"], out _));
        Assert.Equal(["first \"quoted\" 😀 </script>", "second", "third"], Texts(answer));
        Assert.Equal([first.Id.ToString(), agent.ToString(), last.Id.ToString()], answer.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("messageId").GetString()));
        var item = answer.Json.GetProperty("items")[1];
        Assert.Equal(
            $$$"""{"text":"second","sender":{"role":"agent","externalId":"RE223444211993"},"messageId":"{{{agent}}}","createdTimestamp":"{{{date}}}T09:02:05.000Z","clientTimestamp":"{{{date}}}T09:02:00.000Z"}""",
            item.GetRawText());
    }

    [Fact]
    public async Task What_was_spoken_at_the_same_moment_comes_as_it_was_stored_and_then_by_name()
    {
        var (call, spoken, ids) = (gateway.NewCall(), gateway.At(10), new UlidSequence(TimeProvider.System));
        var utterances = Enumerable.Range(0, 4).Select(number => SampleUtterance.Of() with { Id = ids.Next(), Conversation = call, SpokenAt = spoken, Text = $"{number}" }).ToList();
        foreach (var (number, created) in new[] { (3, 1), (1, 2), (0, 2), (2, 3) })
            await gateway.Store.WriteAsync([new MessageEntry(utterances[number])], spoken.AddSeconds(created), CancellationToken.None);

        Assert.Equal(["3", "0", "1", "2"], Texts(await AskAsync(call.ToString())));
    }

    [Fact]
    public async Task The_id_may_stand_in_the_query_in_the_body_or_in_both()
    {
        var call = gateway.NewCall();
        await gateway.SaidAsync(call, gateway.At(11), "Good morning.");
        var (query, body) = ($"{Path}?externalId={call}", $$"""{"externalId":"{{call}}"}""");
        foreach (var answer in new[]
        {
            await gateway.SendAsync(HttpMethod.Get, query),
            await gateway.SendAsync(HttpMethod.Get, Path, body),
            await gateway.SendAsync(HttpMethod.Get, query, body),
            await gateway.SendAsync(HttpMethod.Get, query, "{}"),
            await gateway.SendAsync(HttpMethod.Get, Path, $$"""{"externalId":"{{call}}", /* as the guide prints it */ "more":[1],}"""),
            await gateway.SendAsync(HttpMethod.Get, $"{query}&externalId={call}&page=2"),
            await gateway.SendAsync(HttpMethod.Get, $"{Path}/?externalId={call}"),
        })
            Assert.Equal(["Good morning."], Texts(answer));
    }

    [Fact]
    public async Task A_body_that_is_announced_and_does_not_come_is_none()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Origin, $"{Path}?externalId=x")) { Content = new ByteArrayContent([]) };
        request.Headers.TransferEncodingChunked = true;
        Assert.Equal("404-01", (await gateway.SendAsync(request, GatewayFixture.Key)).Code);
    }

    [Theory]
    [InlineData("?externalId={0}", "{{\"externalId\":\"another\"}}")]
    [InlineData("?externalId={0}&externalId=another", null)]
    [InlineData("?externalId=", "{{\"externalId\":\"{0}\"}}")]
    public async Task Two_different_ids_answer_400_01(string query, string? body)
    {
        var call = gateway.NewCall().ToString();
        var answer = await gateway.SendAsync(HttpMethod.Get, Path + Filled(query, call), body is null ? null : Filled(body, call));
        Assert.Equal("400-01", answer.Code);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("?externalId", null)]
    [InlineData("?externalId=", null)]
    [InlineData("?guid=CA00000000000000000000000000000001", null)]
    [InlineData("", "{}")]
    [InlineData("", "{\"externalId\":null}")]
    [InlineData("", "{\"externalId\":\"\"}")]
    [InlineData("", "{\"externalId\":7}")]
    [InlineData("", "{\"externalId\":[\"CA00000000000000000000000000000001\"]}")]
    [InlineData("", "{\"externalId\":\"\\ud800\"}")]
    public async Task No_id_answers_400_03_and_names_the_member(string query, string? body)
    {
        var answer = await gateway.SendAsync(HttpMethod.Get, Path + query, body);
        Assert.Equal("400-03", answer.Code);
        Assert.Contains("/externalId", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("externalId=CA00000000000000000000000000000001")]
    [InlineData("{\"externalId\":")]
    [InlineData("[]")]
    [InlineData("\"CA00000000000000000000000000000001\"")]
    public async Task A_body_that_is_no_JSON_object_answers_400_01(string body) =>
        Assert.Equal("400-01", (await gateway.SendAsync(HttpMethod.Get, Path, body)).Code);

    public static TheoryData<string> Unknown => new()
    {
        "CA00000000000000000000000000000404", "' OR '1'='1", "x'; DROP TABLE message; --", "%", "_", "*", "../../etc/passwd", "..%2f..%2f", "/", "CA\0", "\0", "\n", " ", "😀",
        "\ufffd", "{\"$ne\":null}", "${jndi:ldap://target.example.test}", new string('x', 1000),
    };

    [Theory]
    [MemberData(nameof(Unknown))]
    public async Task An_id_of_no_conversation_answers_404_01_whatever_it_is(string id)
    {
        Assert.Equal("404-01", (await AskAsync(id)).Code);
        Assert.Equal("404-01", (await gateway.SendAsync(HttpMethod.Get, Path, System.Text.Json.JsonSerializer.Serialize(new { externalId = id }))).Code);
    }

    [Fact]
    public async Task An_endless_id_answers_400_03()
    {
        Assert.Equal("400-03", (await AskAsync(new string('x', 1001))).Code);
        Assert.Equal("400-03", (await gateway.SendAsync(HttpMethod.Get, Path, $$"""{"externalId":"{{new string('x', 10_000)}}"}""")).Code);
    }

    [Fact]
    public async Task A_request_line_that_is_too_long_answers_414_and_the_gateway_goes_on()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(gateway.Origin.Host, gateway.Origin.Port);
        await using var tls = new SslStream(client.GetStream());
        var options = gateway.Trust.ToTlsOptions();
        options.TargetHost = gateway.Origin.Host;
        options.ApplicationProtocols = [SslApplicationProtocol.Http11];
        await tls.AuthenticateAsClientAsync(options);
        await tls.WriteAsync(Encoding.ASCII.GetBytes($"GET {Path}?externalId={new string('x', 10_240)} HTTP/1.1\r\nHost: gateway\r\n\r\n"));
        using var reader = new StreamReader(tls);

        Assert.Equal("HTTP/1.1 414 URI Too Long", await reader.ReadLineAsync().WaitAsync(Patience.Limit));
        Assert.Equal("404-01", (await AskAsync("x")).Code);
    }

    [Fact]
    public async Task Only_keys_for_transcription_may_read_transcripts()
    {
        var call = gateway.NewCall();
        await gateway.SaidAsync(call, gateway.At(12), "Good morning.");
        var path = $"{Path}?externalId={call}";

        Assert.Equal("401-01", (await gateway.SendAsync(HttpMethod.Get, path, key: null)).Code);
        Assert.Equal("401-01", (await gateway.SendAsync(HttpMethod.Get, path, GatewayFixture.Key with { Secret = GatewayFixture.ExporterKey.Secret })).Code);
        Assert.Equal("403-01", (await gateway.SendAsync(HttpMethod.Get, path, GatewayFixture.ExporterKey)).Code);
    }

    [Fact]
    public async Task A_wrong_method_answers_405_and_a_wrong_path_404()
    {
        var answer = await gateway.SendAsync(HttpMethod.Post, Path, """{"externalId":"x"}""");
        Assert.Equal("405-01", answer.Code);
        Assert.Equal("GET", answer.Headers["Allow"]);
        Assert.Equal("404-01", (await gateway.SendAsync(HttpMethod.Get, Path + "//?externalId=x")).Code);
        Assert.Equal("404-01", (await gateway.SendAsync(HttpMethod.Get, "/conversation/v1/conversation?externalId=x")).Code);
    }

    [Fact]
    public async Task A_body_of_more_than_a_mebibyte_answers_413()
    {
        using var body = new StringContent($$"""{"externalId":"{{new string('x', 1024 * 1024)}}"}""");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Origin, Path)) { Content = body };
        request.Headers.ExpectContinue = true;
        Assert.Equal("413-01", (await gateway.SendAsync(request, GatewayFixture.Key)).Code);
    }

    [Fact]
    public async Task A_long_conversation_answers_with_its_first_1000_messages()
    {
        var (call, ids) = (gateway.NewCall(), new UlidSequence(TimeProvider.System));
        var entries = Enumerable.Range(0, 1100).Select(number => SampleUtterance.Of() with { Id = ids.Next(), Conversation = call, SpokenAt = gateway.At(13).AddSeconds(number), Text = $"{number}" })
            .Reverse().Select(utterance => new MessageEntry(utterance)).ToList();
        await gateway.Store.WriteAsync(entries, gateway.At(14), CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, 1000).Select(number => $"{number}"), Texts(await AskAsync(call.ToString())));
    }

    [Fact]
    public async Task A_conversation_in_which_nothing_was_said_has_no_messages()
    {
        var call = gateway.NewCall();
        await gateway.HappenedAsync(new TranscriptionStarted(call, gateway.At(15), CallTableHarness.Settings, null, null));

        Assert.Equal("""{"items":[]}""", (await AskAsync(call.ToString())).Body);
    }

    private async Task<Utterance> SaidByAgentAsync(CallSid call, DateTimeOffset spoken)
    {
        var utterance = SampleUtterance.Of() with { Conversation = call, SpokenAt = spoken, Text = "second", Participant = Participant.Agent, ParticipantId = TestCall.AgentId };
        await gateway.Store.WriteAsync([new MessageEntry(utterance)], spoken.AddSeconds(5), CancellationToken.None);
        return utterance;
    }

    private Task<RawAnswer> AskAsync(string id) => gateway.SendAsync(HttpMethod.Get, $"{Path}?externalId={Uri.EscapeDataString(id)}");

    private static IEnumerable<string?> Texts(RawAnswer answer) => answer.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("text").GetString());

    private static string Filled(string pattern, string value) => string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, value);
}
