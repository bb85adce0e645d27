using System.Text.Json;
using Gateway.Core;

namespace Gateway.Simulator.Control;

/// <summary>The two credentials of the control API.</summary>
/// <param name="Id">The value of <c>asapp-api-id</c>.</param>
/// <param name="Secret">The value of <c>asapp-api-secret</c>.</param>
internal sealed record ApiKey(string Id, Secret Secret)
{
    /// <summary>Reads a file of the form <c>{"id":"...","secret":"..."}</c>.</summary>
    /// <exception cref="FormatException">The file has another form.</exception>
    public static ApiKey Load(string path)
    {
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllBytes(path));
            return new ApiKey(file.RootElement.GetProperty("id").GetString()!, new Secret(file.RootElement.GetProperty("secret").GetString()!));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"{path}: not of the form {{\"id\":\"...\",\"secret\":\"...\"}}.", e);
        }
    }
}
