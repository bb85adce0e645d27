using System.Net;

namespace Gateway.Host.Operations;

/// <summary>
/// The verb <c>healthcheck</c>: asks the gateway that runs beside it with the same configuration whether it takes calls. For container engines, in images that
/// have no other HTTP client.
/// </summary>
internal static class HealthCheckCommand
{
    /// <summary>Its name on the command line.</summary>
    public const string Verb = "healthcheck";

    /// <summary>Far more than a gateway takes to answer, and less than an engine waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <returns>0 when it is ready, 1 when it is not or does not answer; nothing else means anything to an engine.</returns>
    public static async Task<int> RunAsync(ManagementOptions management, TextWriter output)
    {
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(AddressOf(management.Url));
            await output.WriteLineAsync((await answer.Content.ReadAsStringAsync()).TrimEnd());
            return answer.StatusCode == HttpStatusCode.OK ? 0 : 1;
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException)
        {
            await output.WriteLineAsync($"No answer from {management.Url}: {silent.Message}");
            return 1;
        }
    }

    /// <summary>A listener on all addresses is asked on its own machine's.</summary>
    private static Uri AddressOf(Uri management)
    {
        var listening = new UriBuilder(management) { Path = "/readyz" };
        if (IPAddress.TryParse(management.Host.Trim('[', ']'), out var address))
            listening.Host = address.Equals(IPAddress.Any) ? "127.0.0.1" : address.Equals(IPAddress.IPv6Any) ? "[::1]" : listening.Host;
        return listening.Uri;
    }
}
