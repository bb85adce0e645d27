using System.Text.Json;
using Gateway.Core;
using Gateway.Tests.Support;

namespace Gateway.Tests.Text;

/// <summary>Something that was said in a contact centre. All of it is invented for this purpose; a single utterance has one turn.</summary>
/// <param name="Id">The name of the line in its file.</param>
/// <param name="Language">A language tag such as <c>en-US</c>.</param>
/// <param name="Turns">What was said, in order.</param>
internal sealed record Conversation(string Id, string Language, IReadOnlyList<Turn> Turns)
{
    public static IReadOnlyList<Conversation> Utterances { get; } = Read("utterances.jsonl", line => [line]);

    public static IReadOnlyList<Conversation> Conversations { get; } = Read("conversations.jsonl", line => line.GetProperty("turns").EnumerateArray());

    private static List<Conversation> Read(string file, Func<JsonElement, IEnumerable<JsonElement>> turns)
    {
        var conversations = new List<Conversation>();
        foreach (var line in File.ReadLines(Path.Combine(TestPaths.Corpus, file)))
        {
            using var document = JsonDocument.Parse(line);
            var entry = document.RootElement;
            conversations.Add(new Conversation(Word(entry, "id"), Word(entry, "language"), [.. turns(entry).Select(ReadTurn)]));
        }

        return conversations;
    }

    private static Turn ReadTurn(JsonElement turn) => new(
        TimeSpan.FromSeconds(turn.TryGetProperty("at", out var at) ? at.GetDouble() : 0),
        Word(turn, "role") switch
        {
            "customer" => Participant.Customer,
            "agent" => Participant.Agent,
            var nobody => throw new FormatException($"{nobody} takes no part in a call"),
        },
        Word(turn, "spoken"),
        LabelledText.Parse(Word(turn, "expected")));

    private static string Word(JsonElement entry, string name) => entry.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");
}

/// <summary>What one of them said without a pause.</summary>
/// <param name="At">When it began, from the beginning of the call.</param>
/// <param name="Role">Who spoke.</param>
/// <param name="Spoken">Words as a recogniser gives them that knows neither digits nor punctuation.</param>
/// <param name="Expected">How they should be written and masked.</param>
internal sealed record Turn(TimeSpan At, Participant Role, string Spoken, LabelledText Expected);
