using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Media.Recognition.WholeUtterance;

namespace Gateway.Media.Recognition.OpenAi;

/// <summary>
/// Reads what servers answer. They agree on <c>text</c>; segments, words (beside or inside of the segments) and probabilities may be missing, null or of another type, and are then not known.
/// </summary>
internal static partial class TranscriptionReader
{
    /// <summary>The transcription; null when it is none.</summary>
    public static UtteranceText? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("text", out var text) || text.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
                return null;
            var (segments, words) = (new List<TextSegment>(), new List<TimedWord>());
            foreach (var segment in Items(root, "segments"))
            {
                segments.Add(Segment(segment));
                words.AddRange(Items(segment, "words").Select(Word));
            }

            if (segments.Count == 0)
                segments.Add(new TextSegment(text.GetString() ?? "", TimeSpan.Zero, TimeSpan.Zero));
            var beside = Items(root, "words").Select(Word).ToList();
            return new UtteranceText(segments) { Words = beside.Count > 0 ? beside : words };
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text that is no Unicode.
            return null;
        }
    }

    /// <summary>The code in the body of an error; null when there is none that looks like one. Its message may repeat the key or what was sent.</summary>
    public static string? ErrorCode(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                && error.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String && code.GetString() is { } text && Code().IsMatch(text) ? text : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IEnumerable<JsonElement> Items(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.Object) : [];

    private static TextSegment Segment(JsonElement segment) => new(Text(segment, "text"), Time(segment, "start"), Time(segment, "end"))
    {
        NoSpeechProbability = Number(segment, "no_speech_prob"),
        MeanLogProbability = Number(segment, "avg_logprob"),
        CompressionRatio = Number(segment, "compression_ratio"),
    };

    private static TimedWord Word(JsonElement word) => new(Text(word, "word"), Time(word, "start"), Time(word, "end"));

    private static string Text(JsonElement item, string name) => item.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    private static double? Number(JsonElement item, string name) =>
        item.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetDouble(out var value) && double.IsFinite(value) ? value : null;

    /// <summary>Seconds; a day is more than any utterance has.</summary>
    private static TimeSpan Time(JsonElement item, string name) => TimeSpan.FromSeconds(Math.Clamp(Number(item, name) ?? 0, 0, 86_400));

    [GeneratedRegex("^[a-z_]{1,40}$")]
    private static partial Regex Code();
}
