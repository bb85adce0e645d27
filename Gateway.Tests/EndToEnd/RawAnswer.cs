using System.Net;
using System.Text.Json;

namespace Gateway.Tests.EndToEnd;

/// <summary>What came back over the wire, before anybody has made sense of it.</summary>
internal sealed record RawAnswer(HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public static async Task<RawAnswer> OfAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var headers = response.Headers.Concat(response.Content.Headers)
                .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
            return new RawAnswer(response.StatusCode, headers, await response.Content.ReadAsStringAsync());
        }
    }

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    /// <summary>The API's own code of a failure, and nothing but the envelope around it.</summary>
    public string Code
    {
        get
        {
            var error = Assert.Single(Json.EnumerateObject());
            Assert.Equal("error", error.Name);
            Assert.Equal(["requestId", "message", "code"], error.Value.EnumerateObject().Select(member => member.Name));
            Assert.Equal("application/json; charset=utf-8", Headers["Content-Type"]);
            var code = error.Value.GetProperty("code").GetString()!;
            Assert.StartsWith(((int)Status).ToString(System.Globalization.CultureInfo.InvariantCulture) + "-", code, StringComparison.Ordinal);
            return code;
        }
    }

    public string Message => Json.GetProperty("error").GetProperty("message").GetString()!;
}
