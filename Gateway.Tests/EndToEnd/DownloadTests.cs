using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Host.Security;

namespace Gateway.Tests.EndToEnd;

/// <summary>Links to export files: who may follow them, for how long, and what comes (INF-42).</summary>
[Collection(EndToEndCollection.Name)]
public sealed class DownloadTests(ExportingGateway gateway) : IClassFixture<ExportingGateway>, IAsyncLifetime
{
    private Uri _link = null!;
    private byte[] _content = null!;

    private string Sha256 => Convert.ToHexStringLower(SHA256.HashData(_content));

    public async Task InitializeAsync()
    {
        if (gateway.Folder.Dates().Count == 0)
        {
            foreach (var minute in Enumerable.Range(0, 60))
                await gateway.SaidAsync(gateway.NewCall(), gateway.At(9, minute), $"This was said in minute {minute}, \"quoted\", 😀.");
            await gateway.PublishAsync();
        }

        var manifest = gateway.Folder.Find(gateway.Yesterday)!;
        _content = await File.ReadAllBytesAsync(gateway.Folder.PathOf(manifest, manifest.Files.Single(file => file.Format == "csv")));
        _link = await LinkAsync("csv");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("csv", "text/csv")]
    [InlineData("jsonl", "application/x-ndjson")]
    public async Task A_link_is_followed_without_headers_and_leads_to_the_file(string format, string contentType)
    {
        var manifest = gateway.Folder.Find(gateway.Yesterday)!;
        var file = manifest.Files.Single(each => each.Format == format);
        var expected = await File.ReadAllBytesAsync(gateway.Folder.PathOf(manifest, file));
        using var response = await GetAsync(await LinkAsync(format));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(contentType, response.Content.Headers.ContentType!.ToString());
        Assert.Equal(expected.Length, response.Content.Headers.ContentLength);
        Assert.Equal(file.Name, response.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal("Accept-Encoding", Assert.Single(response.Headers.Vary));
        Assert.Equal($"\"{file.Sha256}\"", response.Headers.ETag!.Tag);
        Assert.Equal($"sha-256=:{Convert.ToBase64String(SHA256.HashData(expected))}:", Assert.Single(response.Headers.GetValues("Repr-Digest")));
        Assert.True(Guid.TryParse(Assert.Single(response.Headers.GetValues("X-Request-Id")), out _));
    }

    [Fact]
    public async Task A_link_is_good_for_fifteen_minutes_to_the_second()
    {
        var expires = DateTimeOffset.FromUnixTimeSeconds(long.Parse(Query(_link)["expires"], System.Globalization.CultureInfo.InvariantCulture));
        Assert.InRange(expires - gateway.Time.GetUtcNow(), TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
        try
        {
            // Half a minute is more than a request takes.
            gateway.Time.Shift = expires - gateway.Time.GetUtcNow() - TimeSpan.FromSeconds(30);
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(_link));
            gateway.Time.Shift += TimeSpan.FromSeconds(30);
            using var response = await GetAsync(_link);
            var answer = await RawAnswer.OfAsync(response);
            Assert.Equal("403-01", answer.Code);
            Assert.Contains("expired", answer.Message, StringComparison.Ordinal);
        }
        finally
        {
            gateway.Time.Shift = TimeSpan.Zero;
        }
    }

    [Fact]
    public async Task A_link_that_was_altered_anywhere_is_refused()
    {
        var text = _link.ToString();
        var query = Query(_link);
        string[] altered =
        [
            text.Replace("/csv/", "/jsonl/", StringComparison.Ordinal),
            text.Replace("_09.csv", "_10.csv", StringComparison.Ordinal),
            text.Replace($"/{gateway.Yesterday:yyyy-MM-dd}/", "/2022-06-27/", StringComparison.Ordinal),
            text.Replace("_09.csv?", "_09.csv/?", StringComparison.Ordinal),
            text.Replace("/csv/", "/CSV/", StringComparison.Ordinal),
            text.Replace("expires=" + query["expires"], "expires=" + (long.Parse(query["expires"], System.Globalization.CultureInfo.InvariantCulture) + 1), StringComparison.Ordinal),
            text.Replace("expires=", "expires=+", StringComparison.Ordinal),
            text.Replace("expires=", "expires=%20", StringComparison.Ordinal),
            text.Replace("key=exporter", "key=tests", StringComparison.Ordinal),
            text.Replace("key=exporter", "key=", StringComparison.Ordinal),
            text.Replace("key=exporter", "key=exporter&key=tests", StringComparison.Ordinal),
            text.Replace("signature=" + query["signature"][..1], "signature=" + (query["signature"][0] == '0' ? '1' : '0'), StringComparison.Ordinal),
            text.Replace(query["signature"], query["signature"][..62], StringComparison.Ordinal),
            text.Replace(query["signature"], query["signature"] + "00", StringComparison.Ordinal),
            text.Replace(query["signature"], new string('0', 64), StringComparison.Ordinal),
            text.Replace(query["signature"], new string('z', 64), StringComparison.Ordinal),
            text.Replace("&signature=" + query["signature"], "", StringComparison.Ordinal),
            text + "&signature=" + query["signature"],
            text + "&expires=99999999999",
            text.Split('?')[0],
            text.Split('?')[0] + "?expires=99999999999999999999&key=exporter&signature=" + query["signature"],
        ];
        foreach (var link in altered)
        {
            Assert.NotEqual(text, link);
            using var response = await GetAsync(new Uri(link));
            Assert.Equal("403-01", (await RawAnswer.OfAsync(response)).Code);
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_link));
    }

    [Theory]
    [InlineData("stranger")]
    [InlineData("tests")]
    public async Task A_link_whose_key_was_revoked_or_lost_its_product_is_refused(string key)
    {
        var link = new DownloadLink(GatewayFixture.SigningKey, null, TimeSpan.FromMinutes(15), TimeProvider.System).Issue(key, "csv", $"{gateway.Yesterday:yyyy-MM-dd}", FileName("csv"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(new Uri(gateway.Origin, link)));
    }

    [Theory]
    [InlineData("csv", "2022-06-27", "utterances_20220627_09.csv")]
    [InlineData("csv", "..", "..")]
    [InlineData("csv", "2022-06-27", "..%2f..%2ftranscripts.db")]
    [InlineData("xml", "yesterday", "x")]
    public async Task A_good_link_to_what_is_not_there_answers_404(string format, string date, string name)
    {
        var links = new DownloadLink(GatewayFixture.SigningKey, null, TimeSpan.FromMinutes(15), TimeProvider.System);
        // Sent as it is: a client of .NET would tidy the path up.
        var link = links.Issue("exporter", format, date, name);
        using var response = await GetAsync(new Uri(gateway.Origin.ToString().TrimEnd('/') + link, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        Assert.InRange((int)response.StatusCode, 400, 404);
        Assert.NotEqual(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Fact]
    public async Task HEAD_tells_everything_but_the_content()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, _link);
        using var response = await SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(_content.Length, response.Content.Headers.ContentLength);
        Assert.Equal("bytes", Assert.Single(response.Headers.AcceptRanges));
        Assert.True(response.Headers.Contains("Repr-Digest"));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Other_methods_answer_405()
    {
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete })
        {
            using var request = new HttpRequestMessage(method, _link);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, await StatusAsync(request));
        }
    }

    [Theory]
    [InlineData("bytes=0-99", 0, 100)]
    [InlineData("bytes=100-", 100, null)]
    [InlineData("bytes=-10", -10, null)]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=10-999999999", 10, null)]
    public async Task A_range_is_what_it_says(string range, int from, int? length)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _link);
        request.Headers.TryAddWithoutValidation("Range", range);
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var response = await SendAsync(request);
        var first = from < 0 ? _content.Length + from : from;
        var expected = _content[first..(length is { } bytes ? first + bytes : _content.Length)];

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(expected, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal($"bytes {first}-{first + expected.Length - 1}/{_content.Length}", response.Content.Headers.ContentRange!.ToString());
        Assert.Equal($"sha-256=:{Convert.ToBase64String(SHA256.HashData(_content))}:", Assert.Single(response.Headers.GetValues("Repr-Digest")));
    }

    [Theory]
    [InlineData("bytes=999999999-")]
    [InlineData("bytes=-0")]
    public async Task A_range_behind_the_end_answers_416_and_how_long_the_file_is(string range)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _link);
        request.Headers.TryAddWithoutValidation("Range", range);
        using var response = await SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
        Assert.Equal($"bytes */{_content.Length}", response.Content.Headers.ContentRange!.ToString());
    }

    [Theory]
    [InlineData("bytes=0-1,5-6")]
    [InlineData("bytes=9-1")]
    [InlineData("lines=0-1")]
    [InlineData("bytes=a-b")]
    public async Task Ranges_that_are_not_understood_answer_with_the_whole_file(string range)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _link);
        request.Headers.TryAddWithoutValidation("Range", range);
        using var response = await SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(_content, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_file_that_the_client_has_is_not_sent_again()
    {
        using var same = new HttpRequestMessage(HttpMethod.Get, _link);
        same.Headers.IfNoneMatch.Add(new EntityTagHeaderValue($"\"{Sha256}\""));
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(same));
        using var other = new HttpRequestMessage(HttpMethod.Get, _link);
        other.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"another\""));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(other));
    }

    [Fact]
    public async Task A_range_of_a_file_that_has_changed_answers_with_the_whole_new_one()
    {
        foreach (var (tag, status) in new[] { ($"\"{Sha256}\"", HttpStatusCode.PartialContent), ("\"another\"", HttpStatusCode.OK) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _link);
            request.Headers.Range = new RangeHeaderValue(5, 9);
            request.Headers.IfRange = new RangeConditionHeaderValue(tag);
            Assert.Equal(status, await StatusAsync(request));
        }
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("br;q=1, GZIP;q=0.1", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("br", false)]
    [InlineData("identity", false)]
    [InlineData("gzip;q=", false)]
    public async Task A_file_is_compressed_for_whoever_wants_it(string accepts, bool compressed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _link);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepts);
        using var response = await SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal("text/csv", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("Accept-Encoding", Assert.Single(response.Headers.Vary));
        Assert.Equal(compressed ? ["gzip"] : [], response.Content.Headers.ContentEncoding);
        // A digest is one of what is sent (RFC 9530), and nobody knows that of a compressed file before it ends.
        Assert.Equal(!compressed, response.Headers.Contains("Repr-Digest"));
        if (!compressed)
        {
            Assert.Equal(_content, bytes);
            return;
        }

        Assert.True(bytes.Length < _content.Length / 2);
        await using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        await gzip.CopyToAsync(plain);
        Assert.Equal(_content, plain.ToArray());
    }

    [Fact]
    public async Task Links_are_not_in_the_log()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_link));
        Assert.DoesNotContain(Query(_link)["signature"], gateway.Log.Text, StringComparison.Ordinal);
    }

    private string FileName(string format) => $"utterances_{gateway.Yesterday:yyyyMMdd}_09.{format}";

    private async Task<Uri> LinkAsync(string format)
    {
        var body = JsonSerializer.Serialize(new { feed = "utterances", version = "1", format, date = $"{gateway.Yesterday:yyyy-MM-dd}", fileName = FileName(format) });
        return new Uri((await gateway.SendAsync(HttpMethod.Post, "/fileexporter/v1/static/getfeedfile", GatewayFixture.ExporterKey, body)).Json.GetProperty("url").GetString()!);
    }

    private static Dictionary<string, string> Query(Uri link) => link.Query[1..].Split('&').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);

    private async Task<HttpResponseMessage> GetAsync(Uri link)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, link);
        return await SendAsync(request);
    }

    private async Task<HttpStatusCode> StatusAsync(Uri link)
    {
        using var response = await GetAsync(link);
        return response.StatusCode;
    }

    private async Task<HttpStatusCode> StatusAsync(HttpRequestMessage request)
    {
        using var response = await SendAsync(request);
        return response.StatusCode;
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => gateway.Http.SendAsync(request);
}
