using System.Text.Json;

namespace Gateway.Tests.Support;

/// <summary>A line of the audit log, as somebody reads it who knows no more than its documentation.</summary>
internal sealed record AuditRecord(
    DateTimeOffset At, string Node, string? Who, string? From, string Operation, string? Conversation, string? Detail, int Status, string? Code, string? RequestId)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    /// <summary>All files in the order of their days, each line of which must be whole.</summary>
    public static IReadOnlyList<AuditRecord> ReadAll(string directory) => [.. Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal).SelectMany(Read)];

    /// <summary>One file, each line of which must be whole.</summary>
    public static IReadOnlyList<AuditRecord> Read(string file) =>
        [.. Lines(file).Select(line => JsonSerializer.Deserialize<AuditRecord>(line, Web)!)];

    /// <summary>A file's lines as they are; the last one must be finished.</summary>
    public static IReadOnlyList<string> Lines(string file)
    {
        var text = File.ReadAllText(file);
        Assert.True(text.Length == 0 || text.EndsWith('\n'), $"The last line of {file} is not finished.");
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
