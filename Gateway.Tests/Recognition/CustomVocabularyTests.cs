using Gateway.Media.Recognition.PocketSphinx;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Tests.EndToEnd;
using Gateway.Tests.Support;

namespace Gateway.Tests.Recognition;

/// <summary>The real recogniser with phrases that no dictionary has, read aloud by three voices.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class CustomVocabularyTests : IDisposable
{
    private static readonly string[] Sentences =
    [
        "i would like to pay my bill with a credit card",
        "my children would like to watch movies in their rooms",
        "can you tell me how long the repair will take",
        "the internet connection has been slow since last tuesday",
        "please send the invoice to my home address",
        "i moved to a new apartment on the first of march",
        "we appreciate your business and hope to see you again",
        "there is a charge on my account that i do not recognize",
        "could you please repeat the last four digits",
        "i want to speak with a supervisor right now",
        "what are your opening hours on the weekend",
        "thank you very much for your help today",
    ];

    private static readonly VocabularyEntry Quintelliq = new("Quintelliq", ["quin tell ick"], VocabularyCategory.Company);
    private static readonly VocabularyEntry Brambleth = new("Brambleth", [], VocabularyCategory.Company);

    private readonly SharedVocabulary _shared = new();
    private readonly PocketSphinxRecognizer _recognizer;

    public CustomVocabularyTests() => _recognizer = new PocketSphinxRecognizer(new PocketSphinxOptions { MaxDecoders = 3 }, _shared);

    public static TheoryData<string> Voices => new(Voice.Names);

    public void Dispose() => _recognizer.Dispose();

    [Theory]
    [MemberData(nameof(Voices))]
    public async Task A_made_up_name_is_heard_from_the_utterance_on_that_follows_its_pronunciation(string voice)
    {
        var speaker = Listener.Speaker(_shared);
        const string said = "i have a question about quin tell ick";
        Assert.DoesNotContain("Quintelliq", await _recognizer.HearAsync(speaker, voice, said), StringComparison.Ordinal);

        using (var underWay = await _recognizer.BeginAsync(speaker))
        {
            Assert.Null(speaker.Vocabulary!.Add([Quintelliq]));
            Assert.DoesNotContain("Quintelliq", await Listener.HearAsync(underWay, Voice.Says(voice, said), Vocabulary.Empty), StringComparison.Ordinal);
        }

        Assert.Contains("Quintelliq", await _recognizer.HearAsync(speaker, voice, said), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Voices))]
    public async Task A_made_up_name_is_heard_by_its_spelling(string voice)
    {
        const string said = "i have a question about brambleth";
        Assert.DoesNotContain("Brambleth", await _recognizer.HearAsync(Listener.Speaker(_shared), voice, said), StringComparison.Ordinal);

        Assert.Contains("Brambleth", await _recognizer.HearAsync(Listener.Speaker(_shared, Brambleth), voice, said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_speaker_has_added_is_not_heard_by_another()
    {
        var (mine, other) = (Listener.Speaker(_shared, Quintelliq), Listener.Speaker(_shared, Brambleth));
        const string said = "do you work for quin tell ick";

        Assert.Contains("Quintelliq", await _recognizer.HearAsync(mine, "rms", said), StringComparison.Ordinal);

        Assert.DoesNotContain("Quintelliq", await _recognizer.HearAsync(other, "rms", said), StringComparison.Ordinal);
        Assert.DoesNotContain("Quintelliq", await _recognizer.HearAsync(Listener.Speaker(_shared), "rms", said), StringComparison.Ordinal);
        Assert.Contains("Quintelliq", await _recognizer.HearAsync(mine, "rms", said), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Voices))]
    public async Task Sentences_without_the_phrases_are_heard_as_before(string voice)
    {
        var plain = Listener.Speaker(_shared);
        var expert = Listener.Speaker(
            _shared, Quintelliq, Brambleth, new("IEEE", ["i triple e"]), new("Ximena Okonkwo", [], VocabularyCategory.Name), new("717 N Blvd", [], VocabularyCategory.Address),
            new("$20", [], VocabularyCategory.Currency), new("90210", [], VocabularyCategory.Number), new("GTX", [], VocabularyCategory.Company));

        foreach (var sentence in Sentences)
        {
            (plain.Adaptation, expert.Adaptation) = (null, null);
            Assert.Equal(await _recognizer.HearAsync(plain, voice, sentence), await _recognizer.HearAsync(expert, voice, sentence));
        }
    }

    [Fact]
    public async Task Anything_that_a_vocabulary_takes_leaves_the_recogniser_working()
    {
        var speaker = Listener.Speaker(
            _shared, new("\ud83d\ude00", ["smile"]), new("\u05e9\u05dc\u05d5\u05dd", []), new(new string('9', 100), [], VocabularyCategory.Number), new("a", []), new("A", ["a", "a.", "'a"]),
            new("x (2)", []), new("<s> </s> [NOISE]", []), new("~Z.AH", ["z"]), new(new string('w', 100), []), new("\u0663", []), new("Quintelliq", ["quin tell ick", "quin-tell-ick"]));

        Assert.Contains("Quintelliq", await _recognizer.HearAsync(speaker, "rms", "do you work for quin tell ick"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_vocabulary_is_learned_and_used()
    {
        var entries = Enumerable.Range(0, Vocabulary.MaxEntries - 1).Select(i => new VocabularyEntry($"{1000 + (37 * i)} N {SpokenNumbers.Ordinal(i)} Blvd", [], VocabularyCategory.Address));

        Assert.Contains("Quintelliq", await _recognizer.HearAsync(Listener.Speaker(_shared, [.. entries, Quintelliq]), "rms", "do you work for quin tell ick"), StringComparison.Ordinal);
    }
}
