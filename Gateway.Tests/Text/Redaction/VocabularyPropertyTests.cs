using Gateway.Core;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Media.Text.Redaction;

namespace Gateway.Tests.Text.Redaction;

public sealed class VocabularyPropertyTests
{
    private static readonly string[] Numbers = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty", "forty", "hundred", "double"];
    private static readonly string[] Labels = ["pin", "number", "card", "credit", "security", "code", "social", "cvv", "my", "your", "is", "the", "what", "zip", "order"];
    private static readonly string[] Others = ["uh", "and", "then", "sorry", "no", "it's", "okay", "please", "thanks", "yes"];
    private static readonly string[] Spellings = ["Zarkov", "vier", "\u2463", "\u2167", "\u0664", "\u2074", "\U0001d7d2", "4\u200b", "</s>", "ID", "$5", "5 minutes", "March", "zip code?", "order", "no", "x-y", "A.B."];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_is_masked_without_a_vocabulary_is_not_said_in_any_form_with_one(int seed)
    {
        var random = new Random(seed);
        var masked = 0;
        for (var i = 0; i < 1000; i++)
        {
            var entries = Enumerable.Range(0, 1 + random.Next(6)).Select(n => Entry(random, (char)('a' + n))).ToArray();
            using var plain = new VocabularyTalk([], compound: false);
            using var phrased = new VocabularyTalk(entries, compound: random.Next(2) == 0);
            var story = new List<string>(entries.Select(entry => $"{entry.Phrase} = {string.Join(" | ", entry.SoundsLike)}"));
            for (var turn = 0; turn < 4; turn++)
            {
                var role = turn % 2 == 0 ? Participant.Agent : Participant.Customer;
                var said = Sentence(random);
                var expected = (await plain.SayAsync(role, said)).Text;
                var text = (await phrased.SayAsync(role, said)).Text;
                story.Add($"{said} -> {expected} -> {text}");
                // Where all numbers of a sentence are masked, it is plain which may not come back.
                if (HasNumber(expected) || !HasNumber(said))
                    continue;
                masked++;
                var rest = entries.Where(entry => !HasNumber(entry.SoundsLike[0])).Aggregate(text, (left, entry) => left.Replace(AnyDigits.WithoutInvisible(entry.Phrase), "", StringComparison.OrdinalIgnoreCase));
                Assert.False(HasNumber(rest) || entries.Any(entry => rest.Contains(AnyDigits.WithoutInvisible(entry.Phrase), StringComparison.OrdinalIgnoreCase)), string.Join('\n', story));
            }
        }

        Assert.True(masked > 500, $"Only {masked} sentences had a secret.");
    }

    private static bool HasNumber(string text)
    {
        var ascii = AnyDigits.AsAscii(AnyDigits.WithoutInvisible(text));
        return ascii.Any(char.IsAsciiDigit) || ascii.Split([' ', '.', ',', '?', '-', '!']).Any(word => Numbers.Contains(word, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Either all of its sounds have a number or none has.</summary>
    private static VocabularyEntry Entry(Random random, char name)
    {
        var phrase = $"{Spellings[random.Next(Spellings.Length)]} q{name}";
        var words = random.Next(2) == 0 ? [.. Labels, .. Others] : Numbers;
        var label = words == Numbers && random.Next(2) == 0 ? $"{Labels[random.Next(Labels.Length)]} " : "";
        return new VocabularyEntry(phrase, [label + Some(random, 1 + random.Next(3), words), Some(random, 1 + random.Next(3), words)]);
    }

    private static string Sentence(Random random) => random.Next(4) switch
    {
        0 => $"{Some(random, 3, Labels)} {Some(random, 2, Others)}",
        1 => Some(random, 3 + random.Next(5), Numbers),
        _ => $"{Some(random, 1 + random.Next(3), Labels)} is {Some(random, 3 + random.Next(14), [.. Numbers, .. Numbers, "uh"])}",
    };

    private static string Some(Random random, int count, string[] words) => string.Join(' ', Enumerable.Range(0, count).Select(_ => words[random.Next(words.Length)]));
}
