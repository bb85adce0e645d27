using System.Globalization;

namespace Gateway.Tests.Support;

/// <summary>
/// One dialogue from a file. A line is a message as Twilio sends it; an empty line is an empty message. Lines that begin with <c>#</c> are
/// for the reader, and one that begins with <c>#!</c> lists expectations, <c>name=value</c> with blanks between. The file's name says what
/// must come of it:
/// <c>situation.closes-1002.jsonl</c>, <c>situation.frames-6.jsonl</c>, or <c>situation.no-stream.jsonl</c>.
/// </summary>
internal sealed class ProtocolFixture
{
    private readonly Dictionary<string, string> _expectations;

    private ProtocolFixture(string name, IReadOnlyList<string> messages, Dictionary<string, string> expectations)
    {
        Outcome = name[(name.LastIndexOf('.') + 1)..];
        Messages = messages;
        _expectations = expectations;
    }

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(TestPaths.Fixtures, "*.jsonl").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public IReadOnlyList<string> Messages { get; }

    /// <summary>The last part of the name.</summary>
    public string Outcome { get; }

    /// <summary>The close code that the name promises, or null.</summary>
    public int? CloseCode => NumberAfter("closes-");

    /// <summary>The frames that the name promises, or null.</summary>
    public int? Frames => NumberAfter("frames-");

    public bool NoStream => Outcome == "no-stream";

    public static ProtocolFixture Read(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(TestPaths.Fixtures, name + ".jsonl"));
        var expectations = lines.Where(line => line.StartsWith("#!", StringComparison.Ordinal))
            .SelectMany(line => line[2..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(word => word[..word.IndexOf('=')], word => word[(word.IndexOf('=') + 1)..]);
        return new ProtocolFixture(name, [.. lines.Where(line => !line.StartsWith('#'))], expectations);
    }

    /// <summary>A number that is expected; zero when the file does not speak of it.</summary>
    public long Number(string name) => Text(name) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : 0;

    /// <summary>A word that is expected; null when the file does not speak of it. Every name is asked for, or it is a mistake.</summary>
    public string? Text(string name) => _expectations.Remove(name, out var text) ? text : null;

    /// <summary>Expectations that nobody has asked for: misspelt ones.</summary>
    public IEnumerable<string> Unchecked => _expectations.Keys;

    private int? NumberAfter(string prefix) => Outcome.StartsWith(prefix, StringComparison.Ordinal) ? int.Parse(Outcome[prefix.Length..], CultureInfo.InvariantCulture) : null;
}
