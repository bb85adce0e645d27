using System.Globalization;
using System.Text;
using Gateway.Core;
using Gateway.Media.Recognition;
using Gateway.Media.Recognition.Vocabularies;

namespace Gateway.Tests.Text.Redaction;

public sealed class VocabularyMaskingTests
{
    private static readonly string[] Digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    private static readonly Dictionary<string, VocabularyEntry[]> Vocabularies = new()
    {
        ["another label"] = [new("CardSafe ID", ["pin number", "my pin number", "card number", "social security number", "security code"])],
        ["no label"] = [new("</s>", ["pin", "card", "security", "social"])],
        ["brands"] = [new("Discard Numbers", ["the card number", "card number is"]), new("PinIsFour", ["pin number is four"]), new("Codex", ["code is three"]), new("Socialite", ["social security"])],
        ["german"] = Named("null", "eins", "zwei", "drei", "vier", "f\u00fcnf", "sechs", "sieben", "acht", "neun"),
        ["circled"] = Shifted("\u24ea", 0x2460),
        ["roman"] = Shifted("N", 0x2160),
        ["arabic"] = Shifted("\u0660", 0x0661),
        ["full width"] = Shifted("\uff10", 0xff11),
        ["superscript"] = Named("\u2070", "\u00b9", "\u00b2", "\u00b3", "\u2074", "\u2075", "\u2076", "\u2077", "\u2078", "\u2079"),
        ["mathematical"] = Shifted("\U0001d7ce", 0x1d7cf),
        ["zero width"] = [.. Enumerable.Range(0, 10).Select(digit => new VocabularyEntry($"{digit}\u200b", [Digits[digit]]))],
        ["keycaps"] = [.. Enumerable.Range(0, 10).Select(digit => new VocabularyEntry($"{digit}\ufe0f\u20e3", [Digits[digit]]))],
        ["cards"] = [.. Enumerable.Range(0, 10).Select(digit => new VocabularyEntry(char.ConvertFromUtf32(0x1f0a1 + digit), [Digits[digit]]))],
        ["pairs"] = [new("Forty Seven Inc", ["four seven"]), new("Elf Elf", ["one one one one"]), new("8 to 2", ["eight two"])],
    };

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var name in Vocabularies.Keys)
            {
                cases.Add(name, true);
                cases.Add(name, false);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task No_vocabulary_makes_a_secret_readable(string name, bool compound)
    {
        foreach (var said in new[]
        {
            "my pin number is four seven one nine",
            "my card number is four one one one uh one one one one uh one one one one uh one one one one",
            "four one one one one one one one one one one one one one one one",
            "the security code is three eight two",
            "my social security number is one two three four five six seven eight nine",
            "one two three um four five uh six seven eight nine",
        })
        {
            using var talk = new VocabularyTalk(Vocabularies[name], compound);
            AssertNoDigit((await talk.SayAsync(Participant.Customer, said)).Text, name);
            using var both = new VocabularyTalk(Vocabularies[name], compound);
            AssertNoDigit((await both.SayAsync(Participant.Customer, said, RedactionOutput.RedactedAndUnredacted)).Text, name);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_answer_is_masked_whatever_the_question_was_written_as(string name, bool compound)
    {
        foreach (var (question, answer) in new[]
        {
            ("what is your pin number", "four seven one nine"), ("can i have the card number", "four one one one"), ("and the security code", "three eight two"), ("your social security number please", "six seven eight nine"),
        })
        {
            using var talk = new VocabularyTalk(Vocabularies[name], compound);
            await talk.SayAsync(Participant.Agent, question, RedactionOutput.Unredacted);
            AssertNoDigit((await talk.SayAsync(Participant.Customer, answer)).Text, name);
        }
    }

    [Theory]
    [InlineData("another label", "CardSafe ID is ####.", "CardSafe ID is 4719.")]
    [InlineData("german", "My PIN number is # # # #.", "My PIN number is vier sieben eins neun.")]
    [InlineData("no label", "My </s> number is ####.", "My </s> number is 4719.")]
    [InlineData("mathematical", "My PIN number is # # # #.", "My PIN number is \U0001d7d2 \U0001d7d5 \U0001d7cf \U0001d7d7.")]
    [InlineData("pairs", "My PIN number is ## ##.", "My PIN number is Forty Seven Inc 19.")]
    public async Task A_mark_stands_for_each_digit_and_the_phrase_is_shown_unredacted(string name, string redacted, string unredacted)
    {
        using var talk = new VocabularyTalk(Vocabularies[name], compound: true);

        var said = await talk.SayAsync(Participant.Customer, "my pin number is four seven one nine", RedactionOutput.RedactedAndUnredacted);

        Assert.Equal((redacted, unredacted), (said.Text, said.UnredactedText));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Harmless_phrases_and_numbers_stay(bool compound)
    {
        using var talk = new VocabularyTalk([new("IEEE", ["i triple e"]), new("Four Seasons", ["four seasons"]), new("\u2463U", ["four u"]), new("Catch 22", [])], compound);

        Assert.Equal("The IEEE has 12 tickets for $70.", (await talk.SayAsync(Participant.Customer, "the i triple e has twelve tickets for seventy dollars")).Text);
        Assert.Equal("I am at the Four Seasons in room 412.", (await talk.SayAsync(Participant.Customer, "i am at the four seasons in room four one two")).Text);
        Assert.Equal("\u2463U and Catch 22.", (await talk.SayAsync(Participant.Customer, "four u and catch twenty two")).Text);
        Assert.Equal("My pin is ####.", (await talk.SayAsync(Participant.Customer, "my pin is four seven one nine")).Text);
    }

    [Fact]
    public async Task What_only_the_phrase_says_is_judged_as_well()
    {
        using var talk = new VocabularyTalk([new("CVV2", ["see vee vee"]), new("\u2463\u2460\u2460\u2460 \u2460\u2460\u2460\u2460 1111 \U0001d7cf\U0001d7cf\U0001d7cf\u200b\U0001d7cf", ["the usual"])], compound: true);

        Assert.Equal("Take #### #### #### ####.", (await talk.SayAsync(Participant.Customer, "take the usual")).Text);
        Assert.Equal("And the CVV2.", (await talk.SayAsync(Participant.Agent, "and the see vee vee", RedactionOutput.Unredacted)).Text);
        Assert.Equal("###.", (await talk.SayAsync(Participant.Customer, "three eight two")).Text);
    }

    [Fact]
    public async Task A_harmless_question_in_a_phrase_does_not_spare_the_answer()
    {
        using var talk = new VocabularyTalk([new("And your zip code?", ["okay"])], compound: true);

        await talk.SayAsync(Participant.Agent, "what is your pin");
        await talk.SayAsync(Participant.Agent, "okay");

        Assert.Equal("####.", (await talk.SayAsync(Participant.Customer, "four seven one nine")).Text);
    }

    [Fact]
    public async Task When_nobody_knows_what_was_said_for_a_phrase_every_number_and_phrase_is_masked()
    {
        using var talk = new VocabularyTalk([], compound: true);

        var said = await talk.HearAsync(Participant.Customer, Word("i"), Word("have"), Word("twelve"), new HypothesisWord("vier", default, default, IsWritten: true), Word("tickets"));

        Assert.Equal("I have ## #### tickets.", said.Text);

        static HypothesisWord Word(string text) => new(text, default, default);
    }

    private static void AssertNoDigit(string text, string name)
    {
        Assert.DoesNotContain(text.EnumerateRunes(), static rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber);
        var words = text.Split([' ', '.', '?', '-'], StringSplitOptions.RemoveEmptyEntries);
        Assert.DoesNotContain(words, static word => Digits.Contains(word, StringComparer.OrdinalIgnoreCase));
        foreach (var entry in Vocabularies[name].Where(static entry => entry.SoundsLike.All(static sound => sound.Split(' ').Any(Digits.Contains))))
            Assert.False($" {text} ".Contains($" {entry.Phrase}", StringComparison.Ordinal), $"{entry.Phrase} in {text}");
    }

    private static VocabularyEntry[] Named(params string[] names) => [.. names.Select((name, digit) => new VocabularyEntry(name, [Digits[digit]]))];

    /// <summary>A zero, and nine characters in a row.</summary>
    private static VocabularyEntry[] Shifted(string zero, int one) => Named([zero, .. Enumerable.Range(one, 9).Select(char.ConvertFromUtf32)]);
}
