using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Tests.Support;

namespace Gateway.Tests.EndToEnd;

/// <summary>
/// One dialogue on the direct WebSocket from a file, line by line. <c>#</c> begins a remark, which cites the rule. The client sends:
/// <c>&gt; {...}</c> as it stands; <c>&gt; raw ...</c> a text that is no object; <c>&gt; pieces {...}</c> in fragments;
/// <c>&gt; text 100 bytes {...}</c> filled up with blanks; <c>&gt; not UTF-8</c>; <c>&gt; audio 320 bytes</c> or <c>&gt; audio 320 bytes, 5 times</c>
/// of silence; <c>&gt; says I need help</c>, a sentence of the sample. The gateway answers: <c>&lt; {...}</c>, a <see cref="DirectExpectation"/>;
/// <c>&lt;? {...}</c>, which need not come; <c>&lt; close 1000</c>, which is the last line. <c>{{letters 101}}</c>, <c>{{phrases 201}}</c>,
/// <c>{{sounds 6}}</c>, <c>{{empty 100000}}</c>, <c>{{nested 10000}}</c>, <c>{{newline}}</c> and <c>{{bom}}</c> stand for what nobody wants to read.
/// </summary>
internal sealed partial class DirectFixture
{
    private static readonly JsonDocumentOptions Expectations = new() { MaxDepth = 16 };

    private DirectFixture(IReadOnlyList<DirectLine> lines, IReadOnlyList<string> remarks)
    {
        Lines = lines;
        Remarks = remarks;
    }

    private static string Folder => Path.Combine(TestPaths.Repository, "Gateway.Tests", "Protocol", "DirectFixtures");

    public IReadOnlyList<DirectLine> Lines { get; }

    public IReadOnlyList<string> Remarks { get; }

    /// <summary>The files in a folder below DirectFixtures, without their ending.</summary>
    public static IEnumerable<string> NamesIn(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.txt").Select(file => Path.Combine(folder, Path.GetFileNameWithoutExtension(file))).Order(StringComparer.Ordinal);

    public static DirectFixture Read(string name) => Parse(File.ReadAllLines(Path.Combine(Folder, name + ".txt")));

    /// <exception cref="FormatException">A line is of no known kind, or the dialogue has no end.</exception>
    public static DirectFixture Parse(params string[] text)
    {
        var lines = text.Where(line => line.Length > 0 && line[0] != '#').Select(ParseLine).ToList();
        if (lines.FindIndex(line => line is DirectLine.Closes) != lines.Count - 1)
            throw new FormatException("a dialogue ends when the gateway closes, and not before");
        return new DirectFixture(lines, [.. text.Where(line => line.StartsWith('#'))]);
    }

    private static DirectLine ParseLine(string line) => line switch
    {
        ['<', ' ', 'c', 'l', 'o', 's', 'e', ' ', .. var code] => new DirectLine.Closes((WebSocketCloseStatus)Number(code)),
        ['<', ' ', '{', ..] => new DirectLine.Answers(Expected(line[2..]), Optional: false),
        ['<', '?', ' ', '{', ..] => new DirectLine.Answers(Expected(line[3..]), Optional: true),
        ['>', ' ', '{', ..] => new DirectLine.Sends([Encoding.UTF8.GetBytes(Expand(line[2..]))]),
        ['>', ' ', 'r', 'a', 'w', ' ', .. var rest] => new DirectLine.Sends([Encoding.UTF8.GetBytes(Expand(rest))]),
        "> raw" => new DirectLine.Sends([[]]),
        "> not UTF-8" => new DirectLine.Sends([[.. "{\"message\":\""u8, 0xC3, 0x28, .. "\"}"u8]]),
        ['>', ' ', 'p', 'i', 'e', 'c', 'e', 's', ' ', .. var rest] => new DirectLine.Sends([.. Encoding.UTF8.GetBytes(Expand(rest)).Chunk(7)]),
        ['>', ' ', 's', 'a', 'y', 's', ' ', .. var sentence] => new DirectLine.Plays(LinearAudio.Sentence(sentence), DirectSocket.FrameBytes),
        _ when Padded().Match(line) is { Success: true } match =>
            new DirectLine.Sends([Encoding.UTF8.GetBytes(Expand(match.Groups[2].Value).PadRight(Number(match.Groups[1].Value)))]),
        _ when Silence().Match(line) is { Success: true } match =>
            new DirectLine.Silence(Number(match.Groups[1].Value), match.Groups[2].Success ? Number(match.Groups[2].Value) : 1),
        _ => throw new FormatException($"a line of no known kind: {line}"),
    };

    private static JsonElement Expected(string text)
    {
        using var document = JsonDocument.Parse(text, Expectations);
        return document.RootElement.Clone();
    }

    private static string Expand(string text) => Abbreviation().Replace(text, match =>
    {
        var count = match.Groups[2].Success ? Number(match.Groups[2].Value) : 1;
        return match.Groups[1].Value switch
        {
            "letters" => new string('a', count),
            "phrases" => string.Join(',', Enumerable.Range(0, count).Select(_ => """{"phrase":"a"}""")),
            "sounds" => string.Join(',', Enumerable.Range(0, count).Select(_ => "\"a\"")),
            "empty" => string.Join(',', Enumerable.Range(0, count).Select(_ => "{}")),
            "nested" => new string('[', count) + new string(']', count),
            "newline" => "\n",
            "bom" => "\uFEFF",
            var unknown => throw new FormatException($"nobody knows what {unknown} stands for"),
        };
    });

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^> text (\d+) bytes (\{.*)$")]
    private static partial Regex Padded();

    [GeneratedRegex(@"^> audio (\d+) bytes(?:, (\d+) times)?$")]
    private static partial Regex Silence();

    [GeneratedRegex(@"\{\{(\w+)(?: (\d+))?\}\}")]
    private static partial Regex Abbreviation();
}

/// <summary>A step of a dialogue.</summary>
internal abstract record DirectLine
{
    private DirectLine()
    {
    }

    /// <summary>The client sends one text message in these pieces.</summary>
    public sealed record Sends(IReadOnlyList<byte[]> Pieces) : DirectLine;

    /// <summary>The client sends audio, cut into frames.</summary>
    public sealed record Plays(byte[] Audio, int FrameBytes) : DirectLine;

    /// <summary>The client sends frames of silence.</summary>
    public sealed record Silence(int FrameBytes, int Frames) : DirectLine;

    /// <summary>The gateway sends a message.</summary>
    public sealed record Answers(JsonElement Expected, bool Optional) : DirectLine;

    /// <summary>The gateway closes.</summary>
    public sealed record Closes(WebSocketCloseStatus Code) : DirectLine;
}
