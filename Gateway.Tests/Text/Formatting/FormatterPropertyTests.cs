using Gateway.Media.Recognition;
using Gateway.Media.Text.Formatting;

namespace Gateway.Tests.Text.Formatting;

/// <summary>What holds for any sequence of words.</summary>
public sealed class FormatterPropertyTests
{
    private const int Sequences = 20_000;

    private static readonly string[] English =
    [
        .. ("zero one two three four five six seven eight nine ten eleven nineteen twenty thirty ninety hundred thousand million first second third tenth twentieth "
            + "oh o double triple point dot at slash dash underscore com www gmail and a i b c d p m k e as in alpha for bravo like percent per cent dollars dollar "
            + "cents euros pounds march may june monday friday the of by until after o'clock pm am phone call card order pin code gate option number new york texas "
            + "united states sir please yes no okay what when is do have you i'm um half past mr. p. a.m. email hundredth twelve in street john moment is that right").Split(' '),
        "iPhone", "4711", "$5", "Mexico", "-", "x.y",
    ];

    private static readonly string[] Spanish =
        ("cero uno un una dos tres nueve diez once veinte veintiuno treinta y cien ciento doscientos mil mill\u00f3n millones de d\u00f3lares con centavos por ciento "
            + "coma punto doble marzo mayo del tel\u00e9fono tarjeta opci\u00f3n se\u00f1or favor gracias estados unidos qu\u00e9 el").Split(' ');

    public static TheoryData<string> Languages => ["en-US", "es-US", "de-DE"];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Formatting_twice_gives_the_same(string language)
    {
        foreach (var words in Random(language))
        {
            var once = Formatter.Join(Formatter.Write(words, language));

            Assert.Equal(once, Said.Written(once, language));
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_spoken_word_lies_in_exactly_one_written_word_in_order(string language)
    {
        foreach (var words in Random(language))
        {
            var written = Formatter.Write(words, language);
            var next = 0;
            foreach (var word in written)
            {
                Assert.Equal(words[next].Start, word.Start);
                while (words[next].End != word.End)
                    next++;
                next++;
            }

            Assert.Equal(words.Count, next);
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_word_that_stands_for_itself_is_written_as_it_was_said(string language)
    {
        string[] plain = ["package", "upgrade", "wonderful", "because", "problema", "ayuda"];
        foreach (var words in Random(language))
        {
            var mixed = words.Select((word, i) => i % 3 == 1 ? word with { Text = plain[i % plain.Length] } : word).ToList();
            var written = Formatter.Join(Formatter.Write(mixed, language));

            var position = 0;
            foreach (var word in mixed.Where(word => plain.Contains(word.Text)))
            {
                position = written.IndexOf(word.Text, position, StringComparison.OrdinalIgnoreCase);
                Assert.True(position >= 0, $"{word.Text} is missing in {written}");
                position += word.Text.Length;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void No_word_has_a_space_or_punctuation_of_the_sentence_and_one_mark_is_at_the_end(string language)
    {
        foreach (var words in Random(language))
        {
            var written = Formatter.Write(words, language);

            Assert.All(written, word => Assert.DoesNotContain(' ', word.Text));
            Assert.All(written.Where(word => word.PunctuationAfter is not null), word => Assert.False(word.Text.EndsWith(',') || word.Text.EndsWith('?')));
            Assert.True(written[^1].PunctuationAfter is "." or "?" || written[^1].Text.EndsWith('.') || written[^1].Text.Length == 0, Formatter.Join(written));
        }
    }

    [Theory]
    [InlineData("four")]
    [InlineData("oh")]
    [InlineData("a b")]
    [InlineData("one thousand and")]
    [InlineData("john dot")]
    [InlineData("dot com dash")]
    [InlineData("march twenty")]
    [InlineData("double point")]
    [InlineData("i am at five thirty")]
    public void What_an_utterance_costs_grows_with_its_words_only(string pattern)
    {
        // Memory counts exactly what time only hints at; the time is in the benchmark.
        var small = AllocatedPerWord(200);
        var large = AllocatedPerWord(10_000);

        Assert.InRange(large / small, 0, 1.5);

        double AllocatedPerWord(int count)
        {
            var words = Said.Words(string.Join(' ', Enumerable.Repeat(pattern, count / pattern.Split(' ').Length)));
            Formatter.Write(words, "en-US");
            var before = GC.GetAllocatedBytesForCurrentThread();
            Formatter.Write(words, "en-US");
            return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / words.Count;
        }
    }

    [Fact]
    public void Merged_words_begin_with_the_first_and_end_with_the_last()
    {
        var words = Said.Formatted("it costs twenty two dollars and fifty cents now");

        Assert.Equal(["It", "costs", "$22.50", "now"], words.Select(word => word.Text));
        Assert.Equal([0, 1, 2, 8], words.Select(word => word.Start.TotalSeconds));
        Assert.Equal([0.5, 1.5, 7.5, 8.5], words.Select(word => word.End.TotalSeconds));
    }

    [Fact]
    public void Dates_times_and_millions_keep_a_word_for_each_part()
    {
        Assert.Equal(
            [("March", 0.0, 0.5), ("3", 1.0, 1.5), ("2026", 2.0, 4.5), ("at", 5.0, 5.5), ("5:30", 6.0, 7.5), ("PM", 8.0, 9.5)],
            Parts("march third twenty twenty six at five thirty p m"));
        Assert.Equal([("$2", 0.0, 0.5), ("million", 1.0, 2.5)], Parts("two million dollars"));

        static (string, double, double)[] Parts(string spoken) => [.. Said.Formatted(spoken).Select(word => (word.Text, word.Start.TotalSeconds, word.End.TotalSeconds))];
    }

    private static IEnumerable<IReadOnlyList<HypothesisWord>> Random(string language)
    {
#pragma warning disable RS0030 // Seeded.
        var random = new Random(20260301);
#pragma warning restore RS0030
        var vocabulary = language == "es-US" ? Spanish : English;
        for (var i = 0; i < Sequences; i++)
        {
            var count = random.Next(1, 14);
            yield return [.. Enumerable.Range(0, count).Select(at => new HypothesisWord(
                vocabulary[random.Next(vocabulary.Length)], TimeSpan.FromSeconds(at), TimeSpan.FromSeconds(at + 0.5)))];
        }
    }
}
