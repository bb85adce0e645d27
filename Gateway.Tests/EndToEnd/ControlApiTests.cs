using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Gateway.Tests.EndToEnd;

/// <summary>What the API answers before any media is involved (api.md 1, 3.6, 11).</summary>
[Collection(EndToEndCollection.Name)]
public sealed class ControlApiTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string StreamUrl = "/mg-autotranscribe/v1/twilio-media-stream-url";
    private const string Start = "/mg-autotranscribe/v1/start-streaming";
    private const string Stop = "/mg-autotranscribe/v1/stop-streaming";
    private const string UnknownCall = "CA00000000000000000000000000000404";

    public static TheoryData<string, string> GuardedOperations => new()
    {
        { "GET", StreamUrl }, { "POST", Start }, { "POST", Stop }, { "GET", "/v1/health" },
    };

    [Theory]
    [MemberData(nameof(GuardedOperations))]
    public async Task A_request_without_a_key_is_refused_with_401(string method, string path)
    {
        var answer = await gateway.SendAsync(new HttpMethod(method), path, key: null, Body());
        Assert.Equal("401-01", answer.Code);
    }

    [Theory]
    [MemberData(nameof(GuardedOperations))]
    public async Task An_unknown_key_is_refused_with_401(string method, string path)
    {
        var stranger = GatewayFixture.Key with { Id = "stranger" };
        Assert.Equal("401-01", (await gateway.SendAsync(new HttpMethod(method), path, stranger, Body())).Code);
    }

    [Theory]
    [MemberData(nameof(GuardedOperations))]
    public async Task A_wrong_secret_is_refused_with_401(string method, string path)
    {
        var guess = GatewayFixture.Key with { Secret = GatewayFixture.ExporterKey.Secret };
        Assert.Equal("401-01", (await gateway.SendAsync(new HttpMethod(method), path, guess, Body())).Code);
    }

    [Fact]
    public async Task A_missing_secret_is_refused_with_401()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Origin, StreamUrl));
        request.Headers.Add("asapp-api-id", GatewayFixture.Key.Id);
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = gateway.Trust.ToTlsOptions() });
        Assert.Equal("401-01", (await RawAnswer.OfAsync(await client.SendAsync(request))).Code);
    }

    [Theory]
    [InlineData("GET", StreamUrl)]
    [InlineData("POST", Start)]
    [InlineData("POST", Stop)]
    public async Task A_key_for_another_product_is_refused_with_403(string method, string path) =>
        Assert.Equal("403-01", (await gateway.SendAsync(new HttpMethod(method), path, GatewayFixture.ExporterKey, Body())).Code);

    [Fact]
    public async Task Health_needs_a_key_but_no_product()
    {
        var answer = await gateway.SendAsync(HttpMethod.Get, "/v1/health", GatewayFixture.ExporterKey);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("""{"healthCheck":"SUCCESS"}""", answer.Body);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/mg-autotranscribe/v1")]
    [InlineData("/mg-autotranscribe/v1/pause-streaming")]
    [InlineData("/mg-autotranscribe/v1/start-streaming//")]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task A_path_that_leads_nowhere_answers_404(string path) =>
        Assert.Equal("404-01", (await gateway.SendAsync(HttpMethod.Get, path)).Code);

    [Theory]
    [InlineData("POST", StreamUrl, "GET")]
    [InlineData("GET", Start, "POST")]
    [InlineData("PUT", Stop, "POST")]
    [InlineData("DELETE", "/v1/health", "GET")]
    public async Task A_wrong_method_answers_405_and_says_which_is_right(string method, string path, string right)
    {
        var answer = await gateway.SendAsync(new HttpMethod(method), path);
        Assert.Equal("405-01", answer.Code);
        Assert.Equal(right, answer.Headers["Allow"]);
    }

    [Fact]
    public async Task A_body_of_more_than_a_mebibyte_answers_413()
    {
        using var body = new StringContent(Body(customerId: new string('x', 1024 * 1024)), Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.Origin, Start)) { Content = body };
        // The client asks before it sends: one that is refused while it sends may find the connection cut.
        request.Headers.ExpectContinue = true;
        var answer = await gateway.SendAsync(request, GatewayFixture.Key);
        Assert.Equal("413-01", answer.Code);
    }

    [Fact]
    public async Task A_body_of_almost_a_mebibyte_is_read()
    {
        var answer = await gateway.SendAsync(HttpMethod.Post, Stop, $$"""{"padding":"{{new string('x', 1024 * 1024 - 1000)}}","namespace":"twilio","guid":"{{UnknownCall}}"}""");
        Assert.Equal("400-203", answer.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("start!")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"twilio\"")]
    [InlineData("{\"namespace\":\"twilio\"")]
    [InlineData("{} {}")]
    [InlineData("namespace=twilio&guid=CA00000000000000000000000000000404")]
    public async Task A_body_that_is_no_JSON_object_answers_400_01(string body)
    {
        Assert.Equal("400-01", (await gateway.SendAsync(HttpMethod.Post, Start, body)).Code);
        Assert.Equal("400-01", (await gateway.SendAsync(HttpMethod.Post, Stop, body)).Code);
    }

    [Fact]
    public async Task A_text_that_is_no_UTF_8_answers_400_201()
    {
        using var content = new ByteArrayContent([.. "{\"namespace\":\"twilio\",\"guid\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        Assert.Equal("400-201", (await gateway.SendAsync(HttpMethod.Post, new Uri(gateway.Origin, Stop), GatewayFixture.Key, content)).Code);
    }

    [Theory]
    [InlineData("namespace")]
    [InlineData("guid")]
    [InlineData("customerId")]
    [InlineData("agentId")]
    public async Task A_start_without_a_required_member_answers_400_201_and_names_it(string member)
    {
        foreach (var body in new[] { Without(member), Body(member, "null"), Body(member, "\"\"") })
        {
            var answer = await gateway.SendAsync(HttpMethod.Post, Start, body);
            Assert.Equal("400-201", answer.Code);
            Assert.Contains("/" + member, answer.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("namespace")]
    [InlineData("guid")]
    public async Task A_stop_without_a_required_member_answers_400_201_and_names_it(string member)
    {
        var answer = await gateway.SendAsync(HttpMethod.Post, Stop, Without(member));
        Assert.Equal("400-201", answer.Code);
        Assert.Contains("/" + member, answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("namespace", "\"sms\"")]
    [InlineData("namespace", "7")]
    [InlineData("namespace", "0")]
    [InlineData("namespace", "\"0\"")]
    [InlineData("guid", "\"CA123\"")]
    [InlineData("guid", "\"XX00000000000000000000000000000404\"")]
    [InlineData("guid", "\"CA0000000000000000000000000000040G\"")]
    [InlineData("guid", "404")]
    [InlineData("guid", "\"\\ud800\"")]
    [InlineData("customerId", "42")]
    [InlineData("agentId", "{\"id\":1}")]
    [InlineData("twilioParams", "\"inbound\"")]
    [InlineData("twilioParams", "{\"trackMap\":{\"inbound\":\"caller\"}}")]
    [InlineData("twilioParams", "{\"trackMap\":{\"inbound\":1,\"outbound\":0}}")]
    [InlineData("twilioParams", "{\"trackMap\":{\"inbound\":7}}")]
    [InlineData("twilioParams", "{\"trackMap\":{\"inbound\":\"agent\",\"outbound\":\"agent\"}}")]
    [InlineData("twilioParams", "{\"trackMap\":{\"inbound\":\"agent\"}}")]
    [InlineData("twilioParams", "{\"trackMap\":{\"outbound\":\"customer\"}}")]
    public async Task A_gateway_parameter_that_makes_no_sense_answers_400_201_and_names_it(string member, string value)
    {
        var answer = await gateway.SendAsync(HttpMethod.Post, Start, Body(member, value));
        Assert.Equal("400-201", answer.Code);
        Assert.Contains("/" + member, answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_identifier_answers_400_201() =>
        Assert.Equal("400-201", (await gateway.SendAsync(HttpMethod.Post, Start, Body(customerId: new string('x', 2000)))).Code);

    [Theory]
    [InlineData("{\"language\":\"tlh\"}", "4050")]
    [InlineData("{\"language\":\"\"}", "4050")]
    [InlineData("{\"detailedToken\":true}", "4093")]
    [InlineData("{\"detailedToken\":true,\"redactionOutput\":\"redacted\"}", "4093")]
    [InlineData("{\"detailedToken\":true,\"redactionOutput\":\"redacted_and_unredacted\"}", "4093")]
    [InlineData("{\"language\":5}", "/language")]
    [InlineData("{\"detailedToken\":\"yes\"}", "/detailedToken")]
    [InlineData("{\"audioRecordingAllowed\":1}", "/audioRecordingAllowed")]
    [InlineData("{\"redactionOutput\":\"none\"}", "/redactionOutput")]
    [InlineData("{\"redactionOutput\":1}", "/redactionOutput")]
    [InlineData("{\"redactionOutput\":\"1\"}", "/redactionOutput")]
    [InlineData("{\"redactionOutput\":\"redacted,unredacted\"}", "/redactionOutput")]
    [InlineData("7", "/autotranscribeParams")]
    public async Task A_transcription_parameter_that_makes_no_sense_answers_400_202_and_says_why(string parameters, string why)
    {
        var answer = await gateway.SendAsync(HttpMethod.Post, Start, Body("autotranscribeParams", parameters));
        Assert.Equal("400-202", answer.Code);
        Assert.Contains(why, answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"language\":\"EN-us\"}")]
    [InlineData("{\"detailedToken\":true,\"redactionOutput\":\"unredacted\"}")]
    [InlineData("{\"audioRecordingAllowed\":true,\"redactionOutput\":\"redacted_and_unredacted\"}")]
    [InlineData("null")]
    public async Task Transcription_parameters_that_are_allowed_are_accepted(string parameters) =>
        Assert.Equal("400-203", (await gateway.SendAsync(HttpMethod.Post, Start, Body("autotranscribeParams", parameters))).Code);

    [Fact]
    public async Task An_unknown_call_cannot_be_started_or_stopped()
    {
        Assert.Equal("400-203", (await gateway.SendAsync(HttpMethod.Post, Start, Body())).Code);
        Assert.Equal("400-203", (await gateway.SendAsync(HttpMethod.Post, Stop, Body())).Code);
    }

    [Theory]
    [InlineData("siprec", "00002542391662063156")]
    [InlineData("amazonconnect", "8c259fea-8764-4a92-adc4-73572e9cf016")]
    [InlineData("genesysaudiohook", UnknownCall)]
    public async Task A_call_of_another_namespace_is_an_unknown_call(string mediaNamespace, string call)
    {
        var body = Body("namespace", $"\"{mediaNamespace}\"").Replace(UnknownCall, call, StringComparison.Ordinal);
        Assert.Equal("400-203", (await gateway.SendAsync(HttpMethod.Post, Start, body)).Code);
        Assert.Equal("400-203", (await gateway.SendAsync(HttpMethod.Post, Stop, body)).Code);
    }

    [Fact]
    public async Task Starting_twice_and_stopping_twice_answers_409_201_and_changes_nothing()
    {
        await using var call = await TestCall.DialAsync(gateway);
        Assert.Equal("409-201", (await call.AsksToStopAsync()).Error!.Error.Code);
        var started = await call.StartsAsync();
        Assert.Equal("409-201", (await call.AsksToStartAsync()).Error!.Error.Code);
        var stopped = await call.StopsAsync();
        Assert.Equal("409-201", (await call.AsksToStopAsync()).Error!.Error.Code);
        Assert.Equal((started.Customer!.StreamId, started.Agent!.StreamId), (stopped.Customer!.StreamId, stopped.Agent!.StreamId));
    }

    [Fact]
    public async Task A_started_call_answers_with_the_documented_members_in_the_documented_order()
    {
        await using var call = await TestCall.DialAsync(gateway);
        var started = (await call.AsksToStartAsync()).Raw;
        var stopped = (await call.AsksToStopAsync()).Raw;
        Assert.Matches(
            """^\{"isOk":true,"autotranscribeResponse":\{"customer":\{"streamId":"[0-9a-f-]{36}","status":\{"code":1000,"description":"OK"\}\},"agent":\{"streamId":"[0-9a-f-]{36}","status":\{"code":1000,"description":"OK"\}\}\}\}$""",
            started);
        Assert.Matches(
            """\{"customer":\{"streamId":"[0-9a-f-]{36}","status":\{"code":1000,"description":"OK"\},"summary":\{"totalAudioBytes":0,"audioDurationMs":0,"streamingSeconds":0,"transcripts":0\}\},"agent":""",
            stopped);
    }

    [Theory]
    [InlineData("GET", StreamUrl + "/")]
    [InlineData("GET", "/v1/health/")]
    public async Task A_slash_at_the_end_makes_no_difference(string method, string path) =>
        Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync(new HttpMethod(method), path)).Status);

    [Fact]
    public async Task A_slash_at_the_end_of_start_and_stop_makes_no_difference()
    {
        Assert.Equal("400-203", (await gateway.SendAsync(HttpMethod.Post, Start + "/", Body())).Code);
        Assert.Equal("400-203", (await gateway.SendAsync(HttpMethod.Post, Stop + "/", Body())).Code);
    }

    [Fact]
    public async Task Trailing_commas_comments_and_unknown_members_are_accepted()
    {
        var body = $$"""
            { // copied from the documentation
              "namespace": "twilio", "siprecParams": { "mediaLineOrder": 5 }, "smartFormatting": false,
              "guid": "{{UnknownCall}}", /* a call */ "customerId": "c", "agentId": "a", "twilioParams": { "trackMap": { "inbound": "customer", }, },
            }
            """;
        Assert.Equal("400-203", (await gateway.SendAsync(HttpMethod.Post, Start, body)).Code);
        Assert.Equal("400-203", (await gateway.SendAsync(HttpMethod.Post, Stop, body)).Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task The_content_type_does_not_matter(string? contentType)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body()));
        if (contentType is not null)
            content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue(contentType);
        Assert.Equal("400-203", (await gateway.SendAsync(HttpMethod.Post, new Uri(gateway.Origin, Stop), GatewayFixture.Key, content)).Code);
    }

    [Fact]
    public async Task Every_answer_has_a_request_id_of_its_own_in_header_and_body()
    {
        var first = await gateway.SendAsync(HttpMethod.Get, "/nowhere");
        var second = await gateway.SendAsync(HttpMethod.Post, Start, "[]");
        var fine = await gateway.SendAsync(HttpMethod.Get, "/v1/health");
        var ids = new[] { first, second, fine }.Select(answer => Guid.ParseExact(answer.Headers["X-Request-Id"], "D")).ToList();
        Assert.Distinct(ids);
        Assert.Equal(ids[0].ToString(), first.Json.GetProperty("error").GetProperty("requestId").GetString());
        Assert.Equal(ids[1].ToString(), second.Json.GetProperty("error").GetProperty("requestId").GetString());
    }

    [Fact]
    public async Task The_stream_URL_has_a_token_in_its_path_and_must_not_be_stored()
    {
        var answer = await gateway.SendAsync(HttpMethod.Get, StreamUrl);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        var url = Assert.Single(answer.Json.EnumerateObject());
        Assert.Equal("streamingUrl", url.Name);
        Assert.Matches($@"^wss://127\.0\.0\.1:{gateway.Origin.Port}/mg-twilio-autotranscribe/twilio-media/[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$", url.Value.GetString());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("//v1/health")]
    [InlineData("/v1/HEALTH/")]
    [InlineData(Start)]
    [InlineData("/openapi")]
    [InlineData("/mg-twilio-autotranscribe/twilio-media/")]
    public async Task Nothing_is_ever_redirected(string path)
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post, HttpMethod.Head, HttpMethod.Options })
            Assert.NotInRange((int)(await gateway.SendAsync(method, new Uri(gateway.Origin + path[1..]), GatewayFixture.Key, null)).Status, 300, 399);
    }

    [Fact]
    public async Task Plain_HTTP_gets_no_answer()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, gateway.Origin.Port);
        var stream = client.GetStream();
        await stream.WriteAsync("GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray());
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer).WaitAsync(Patience.Limit);
        }
        catch (IOException)
        {
            // Cut off instead of closed: no answer either.
        }

        Assert.DoesNotContain("HTTP/", Encoding.ASCII.GetString(answer.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_OpenAPI_document_describes_the_operations()
    {
        var document = (await gateway.SendAsync(HttpMethod.Get, "/openapi/v1.json", key: null)).Json;
        Assert.StartsWith("3.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var paths = document.GetProperty("paths");
        Assert.True(paths.GetProperty(StreamUrl).TryGetProperty("get", out _));
        Assert.Contains("\"409\"", paths.GetProperty(Start).GetProperty("post").GetProperty("responses").ToString(), StringComparison.Ordinal);
        Assert.True(paths.GetProperty(Stop).GetProperty("post").TryGetProperty("requestBody", out _));
        Assert.Equal(
            ["asapp-api-id", "asapp-api-secret"],
            document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().Select(scheme => scheme.Value.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task The_answer_of_the_recogniser_is_on_the_management_listener()
    {
        var live = await gateway.SendAsync(HttpMethod.Get, new Uri(gateway.Management, "/healthz"), null, null);
        Assert.Equal((HttpStatusCode.OK, "ok\n"), (live.Status, live.Body));
        var ready = await gateway.SendAsync(HttpMethod.Get, new Uri(gateway.Management, "/readyz"), null, null);
        Assert.Equal(HttpStatusCode.OK, ready.Status);
        Assert.Equal(JsonValueKind.True, ready.Json.GetProperty("ready").ValueKind);
        Assert.Equal("ready", ready.Json.GetProperty("recognizer").GetString());
    }

    [Theory]
    [InlineData(StreamUrl)]
    [InlineData("/v1/health")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/mg-twilio-autotranscribe/twilio-media")]
    public async Task The_API_is_not_on_the_management_listener(string path) =>
        Assert.Equal("404-01", (await gateway.SendAsync(HttpMethod.Get, new Uri(gateway.Management, path), GatewayFixture.Key, null)).Code);

    private static string Body(string customerId = "TT9833237") =>
        $$"""{"namespace":"twilio","guid":"{{UnknownCall}}","customerId":"{{customerId}}","agentId":"RE223444211993"}""";

    /// <summary>A sound start request but for one member.</summary>
    private static string Body(string member, string value) => $$"""{{Without(member)[..^1]}},"{{member}}":{{value}}}""";

    private static string Without(string member)
    {
        var members = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Body())!;
        members.Remove(member);
        return JsonSerializer.Serialize(members);
    }
}
