using Gateway.Media.Recognition.Vocabularies;

namespace Gateway.Tests.Recognition;

/// <summary>What a vocabulary takes and what it refuses (api.md 7.8, INF-53).</summary>
public sealed class VocabularyTests
{
    private static VocabularyEntry Entry(string phrase, params string[] soundsLike) => new(phrase, soundsLike);

    private static (VocabularyMistake? Mistake, Vocabulary Vocabulary) Read(params VocabularyEntry[] entries) =>
        (Vocabulary.Empty.With(entries, out var vocabulary), vocabulary);

    public static TheoryData<string, string[]> Malformed => new()
    {
        { "", [] },
        { "   ", [] },
        { "line\nbreak", [] },
        { "bell\a", [] },
        { "next line\u0085", [] },
        { "paragraph\u2029", [] },
        { "\u202eevil", [] },
        { "\u200fright", [] },
        { "isolated\u2066", [] },
        { "\ud83d\ude00", [] },
        { "***", [] },
        { "\u200b\u200d", ["four"] },
        { "\u00ad \u2060", ["four"] },
        { "\u3164", ["four"] },
        { "\u2800", ["four"] },
        { "IEEE", [""] },
        { "IEEE", [" - "] },
        { "IEEE", ["i 3 e"] },
        { "IEEE", ["i triple e!"] },
        { "IEEE", ["i\ttriple e"] },
        { "IEEE", ["\u0438 triple e"] },
        { "IEEE", ["i triple e", "i\u202ee"] },
    };

    public static TheoryData<string, string[]> WellFormed => new()
    {
        { "IEEE", ["I Triple E"] },
        { "Caf\u00e9 Jos\u00e9", ["caf\u00e9 jos\u00e9", "cafe\u0301"] },
        { "O'Brien-Smith", ["o'brien smith", "o\u2019brien-smith", "o. brien"] },
        { "\ud83d\ude00 Smile\u2122", ["smile"] },
        { "\ud83d\udc69\u200d\ud83d\ude80", ["astronaut"] },
        { "\u05e9\u05dc\u05d5\u05dd", [] },
        { "$20", [] },
        { "C++", [] },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void What_is_not_made_as_an_entry_is_malformed_and_named_by_its_place(string phrase, string[] soundsLike)
    {
        var (mistake, vocabulary) = Read(Entry("good"), new VocabularyEntry(phrase, soundsLike));

        Assert.Equal(VocabularyMistakeKind.Malformed, mistake!.Kind);
        Assert.StartsWith("phrases[1]:", mistake.Message, StringComparison.Ordinal);
        Assert.Same(Vocabulary.Empty, vocabulary);
    }

    [Theory]
    [MemberData(nameof(WellFormed))]
    public void What_people_write_is_taken_as_it_is(string phrase, string[] soundsLike)
    {
        var (mistake, vocabulary) = Read(new VocabularyEntry(phrase, soundsLike));

        Assert.Null(mistake);
        Assert.Equal(phrase, Assert.Single(vocabulary.Entries).Phrase);
    }

    [Fact]
    public void Missing_and_broken_parts_are_malformed()
    {
        Assert.Equal(VocabularyMistakeKind.Malformed, Read([null!]).Mistake!.Kind);
        Assert.Equal(VocabularyMistakeKind.Malformed, Read(new VocabularyEntry(null!, [])).Mistake!.Kind);
        Assert.Equal(VocabularyMistakeKind.Malformed, Read(new VocabularyEntry("a", null!)).Mistake!.Kind);
        Assert.Equal(VocabularyMistakeKind.Malformed, Read(new VocabularyEntry("a", [null!])).Mistake!.Kind);
        Assert.Equal(VocabularyMistakeKind.Malformed, Read(Entry("half \ud83d")).Mistake!.Kind);
        Assert.Equal(VocabularyMistakeKind.Malformed, Read(Entry("\udc00 half")).Mistake!.Kind);
        Assert.Equal(VocabularyMistakeKind.Malformed, Read(Entry("IEEE", "i \ud83d e")).Mistake!.Kind);
        Assert.Equal(VocabularyMistakeKind.Malformed, Read(new VocabularyEntry("a", [], (VocabularyCategory)9)).Mistake!.Kind);
    }

    [Fact]
    public void Capitals_in_a_pronunciation_are_made_small() => Assert.Equal(["i triple e"], Read(Entry("IEEE", "I Triple E", " i triple e ")).Vocabulary.Entries[0].SoundsLike);

    [Fact]
    public void Limits_hold_to_the_last_character_and_no_further()
    {
        Assert.Null(Read(Entry(new string('a', 100), [.. Enumerable.Range(0, 5).Select(i => new string((char)('a' + i), 40))])).Mistake);
        Assert.Equal(VocabularyMistakeKind.BeyondLimit, Read(Entry(new string('a', 101))).Mistake!.Kind);
        Assert.Equal(VocabularyMistakeKind.BeyondLimit, Read(Entry("a", "a", "b", "c", "d", "e", "f")).Mistake!.Kind);
        Assert.Equal(VocabularyMistakeKind.BeyondLimit, Read(Entry("a", new string('a', 41))).Mistake!.Kind);
        Assert.Null(Read([.. Enumerable.Range(0, 200).Select(i => Entry($"phrase {i}"))]).Mistake);
        Assert.Equal(VocabularyMistakeKind.BeyondLimit, Read([.. Enumerable.Range(0, 201).Select(i => Entry($"phrase {i}"))]).Mistake!.Kind);
        Assert.Equal(VocabularyMistakeKind.BeyondLimit, Read([.. Enumerable.Repeat(Entry(new string('x', 1_000_000)), 100_000)]).Mistake!.Kind);
    }

    [Fact]
    public void Limits_hold_for_everything_that_was_added_together()
    {
        var (_, vocabulary) = Read([.. Enumerable.Range(0, 199).Select(i => Entry($"phrase {i}")), Entry("last", "a", "b", "c")]);

        Assert.Equal(VocabularyMistakeKind.BeyondLimit, vocabulary.With([Entry("one more")], out var same)!.Kind);
        Assert.Same(vocabulary, same);
        Assert.Equal(VocabularyMistakeKind.BeyondLimit, vocabulary.With([Entry("last", "d", "e", "f")], out same)!.Kind);
        Assert.Same(vocabulary, same);
        Assert.Null(vocabulary.With([Entry("last", "a", "d", "e")], out var merged));
        Assert.Equal(["a", "b", "c", "d", "e"], merged.Entries.Single(entry => entry.Phrase == "last").SoundsLike);
    }

    [Fact]
    public void A_repeated_phrase_keeps_its_category_until_it_is_given_another()
    {
        var (_, vocabulary) = Read(new VocabularyEntry("IEEE", [], VocabularyCategory.Company), Entry("IEEE", "i triple e"));

        Assert.Equal(new VocabularyEntry("IEEE", ["i triple e"], VocabularyCategory.Company), Assert.Single(vocabulary.Entries));
    }

    [Fact]
    public void Nothing_added_is_the_same_vocabulary()
    {
        var (mistake, vocabulary) = Read();

        Assert.Null(mistake);
        Assert.Same(Vocabulary.Empty, vocabulary);
    }

    [Fact]
    public void Vocabularies_of_the_same_entries_are_equal_whatever_their_order()
    {
        var (one, other) = (Read(Entry("a", "x", "y"), Entry("b")).Vocabulary, Read(Entry("b"), Entry("a", "y"), Entry("a", "x")).Vocabulary);

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, Read(Entry("a", "x"), Entry("b")).Vocabulary);
    }

    [Fact]
    public void No_message_and_no_printed_form_says_a_phrase()
    {
        var entry = new VocabularyEntry("Xyzzy\a", ["plugh1"]);
        Assert.DoesNotContain("yzzy", Read(entry).Mistake!.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("lugh", Read(entry with { Phrase = "Xyzzy" }).Mistake!.Message, StringComparison.OrdinalIgnoreCase);
        var vocabulary = Read(Entry("Xyzzy", "plugh")).Vocabulary;

        var printed = $"{entry} {vocabulary} {vocabulary.Forms[0]}";

        Assert.DoesNotContain("yzzy", printed, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("lugh", printed, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_session_has_the_shared_phrases_and_its_own()
    {
        var shared = new SharedVocabulary();
        var (session, other) = (new SessionVocabulary(shared), new SessionVocabulary(shared));
        Assert.Null(session.Add([Entry("mine")]));
        Assert.Null(session.Add([Entry("mine too")]));
        shared.Replace(Read(Entry("ours")).Vocabulary);

        Assert.Equal(["mine", "mine too", "ours"], session.Current.Entries.Select(entry => entry.Phrase));
        Assert.Same(session.Current, session.Current);
        Assert.Same(shared.Current, other.Current);
        Assert.Equal(VocabularyMistakeKind.Malformed, session.Add([Entry("good"), Entry("")])!.Kind);
        Assert.Equal(3, session.Current.Entries.Count);
    }
}
