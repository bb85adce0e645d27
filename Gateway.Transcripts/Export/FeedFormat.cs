using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Transcripts.Export;

/// <summary>How rows are written down.</summary>
public sealed class FeedFormat
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    private readonly Action<IBufferWriter<byte>, IReadOnlyList<string>, IReadOnlyList<object?>> _write;
    private readonly bool _hasHeader;

    private FeedFormat(string name, string contentType, bool hasHeader, Action<IBufferWriter<byte>, IReadOnlyList<string>, IReadOnlyList<object?>> write)
    {
        Name = name;
        ContentType = contentType;
        _hasHeader = hasHeader;
        _write = write;
    }

    /// <summary>One JSON object a line, UTF-8, LF, control characters escaped (api.md 6.3).</summary>
    public static FeedFormat JsonLines { get; } = new("jsonl", "application/x-ndjson", hasHeader: false, WriteJson);

    /// <summary>RFC 4180 with a header line, UTF-8, CRLF; null is an empty field (INF-65).</summary>
    public static FeedFormat Csv { get; } = new("csv", "text/csv", hasHeader: true, WriteCsv);

    /// <summary>All of them, ordered by name.</summary>
    public static IReadOnlyList<FeedFormat> All { get; } = [Csv, JsonLines];

    /// <summary>Its name in requests, and the ending of its files.</summary>
    public string Name { get; }

    /// <summary>Its media type (INF-42).</summary>
    public string ContentType { get; }

    internal void WriteHeader(IBufferWriter<byte> output, IReadOnlyList<string> columns)
    {
        if (_hasHeader)
            _write(output, columns, columns);
    }

    internal void WriteRow(IBufferWriter<byte> output, IReadOnlyList<string> columns, IReadOnlyList<object?> row) => _write(output, columns, row);

    private static void WriteJson(IBufferWriter<byte> output, IReadOnlyList<string> columns, IReadOnlyList<object?> row)
    {
        // Apostrophes and letters beyond ASCII stay readable: the file never stands inside HTML.
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            for (var i = 0; i < columns.Count; i++)
            {
                if (row[i] is bool truth)
                    json.WriteBoolean(columns[i], truth);
                else
                    json.WriteString(columns[i], (string?)row[i]);
            }

            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void WriteCsv(IBufferWriter<byte> output, IReadOnlyList<string> columns, IReadOnlyList<object?> row)
    {
        for (var i = 0; i < row.Count; i++)
        {
            if (i > 0)
                output.Write(","u8);
            Encoding.UTF8.GetBytes(Field(row[i]), output);
        }

        output.Write("\r\n"u8);
    }

    private static string Field(object? value) => value switch
    {
        null => "",
        bool truth => truth ? "true" : "false",
        string text when text.AsSpan().IndexOfAny(NeedsQuotes) >= 0 => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        _ => (string)value,
    };
}
