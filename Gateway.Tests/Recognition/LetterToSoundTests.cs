using System.Text;
using Gateway.Media.Recognition.PocketSphinx;

namespace Gateway.Tests.Recognition;

/// <summary>How near guessed pronunciations come to the dictionary's.</summary>
public sealed class LetterToSoundTests
{
    private const int Sample = 5000;

    /// <summary>Measured: 0.167, with other seeds as well.</summary>
    private const double MaxPhoneErrorRate = 0.175;

    [Fact]
    public void Of_words_of_the_dictionary_five_phones_in_six_are_right()
    {
        var words = File.ReadLines(Path.Combine(new PocketSphinxOptions().ModelDirectory, "cmudict-en-us.dict"))
            .Select(line => line.Split(' ', 2)).Where(parts => parts[0].Length > 1 && parts[0].All(char.IsAsciiLetterLower)).ToArray();
#pragma warning disable RS0030 // Seeded: the same words every time.
        new Random(1).Shuffle(words);
#pragma warning restore RS0030
        var (errors, phones) = (0, 0);
        foreach (var word in words.Take(Sample))
        {
            var expected = word[1].Split(' ');
            errors += Distance(expected, LetterToSound.Phones(word[0]).Split(' '));
            phones += expected.Length;
        }

        Assert.True(errors <= MaxPhoneErrorRate * phones, $"{(double)errors / phones:P2} of the phones are wrong.");
    }

    [Theory]
    [InlineData("zorvexa", "Z AO R V EH K S AH")]
    [InlineData("zellmark", "Z EH L M AA R K")]
    [InlineData("jos\u00e9", "JH OW Z")]
    [InlineData("ni\u00f1o", "N IH N Y OW")]
    [InlineData("", "")]
    [InlineData("\u0434\u043e\u043c", "")]
    [InlineData("\ud83d\ude00", "")]
    [InlineData("'-.", "")]
    public void Words_that_no_dictionary_has_sound_as_they_are_written(string word, string phones) => Assert.Equal(phones, LetterToSound.Phones(word));

    [Fact]
    public void Every_string_of_letters_can_be_pronounced_with_phones_of_the_dictionary()
    {
        var known = "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".Split(' ').ToHashSet();
#pragma warning disable RS0030 // Seeded: the same strings every time.
        var random = new Random(7);
#pragma warning restore RS0030
        for (var i = 0; i < 20_000; i++)
        {
            var word = new StringBuilder();
            for (var length = random.Next(1, 12); length > 0; length--)
                word.Append((char)random.Next('a', 'z' + 1));
            Assert.Subset(known, LetterToSound.Phones(word.ToString()).Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet());
        }
    }

    private static int Distance(string[] expected, string[] actual)
    {
        var row = Enumerable.Range(0, actual.Length + 1).ToArray();
        for (var i = 1; i <= expected.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= actual.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (expected[i - 1] == actual[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }
}
