using Gateway.Media.Text;

namespace Gateway.Tests.Unit;

public sealed class DigitMaskTests
{
    [Theory]
    [InlineData("My PIN number is four seven one nine.", "My PIN number is ####.")]
    [InlineData("Four seven one nine", "####")]
    [InlineData("It is twenty one.", "It is ##.")]
    [InlineData("It is twenty-one.", "It is ##.")]
    [InlineData("Nineteen eighty four", "####")]
    [InlineData("One hundred", "###")]
    [InlineData("Double four three", "###")]
    [InlineData("Two sixes and a nine", "## and a #")]
    [InlineData("The twenties", "The ##")]
    [InlineData("On the third of May", "On the # of May")]
    [InlineData("Call 0800-555 0199 now", "Call ####-### #### now")]
    [InlineData("Order A12B", "Order A##B")]
    [InlineData("\u0663\u0664", "##")]
    [InlineData("Nothing to hide.", "Nothing to hide.")]
    [InlineData("", "")]
    public void Every_digit_and_number_word_is_masked_and_nothing_else(string said, string masked) => Assert.Equal(masked, DigitMask.Apply(said));

    [Theory]
    [InlineData("The code is for seven one nine", "The code is ####")]
    [InlineData("Four oh one nine", "####")]
    [InlineData("Seven one to for", "####")]
    [InlineData("A package for twenty dollars", "A package for ## dollars")]
    [InlineData("I want to go", "I want to go")]
    [InlineData("Oh one moment", "Oh # moment")]
    public void Words_that_sound_like_digits_are_masked_among_numbers_only(string said, string masked) => Assert.Equal(masked, DigitMask.Apply(said));

    [Fact]
    public void No_number_word_gets_through_whatever_stands_around_it()
    {
        string[] words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "twenty", "ninety", "hundred", "thousand", "million"];
        string[] around = ["", " ", "-", ", ", ". ", "'", "\"", " oh ", " double ", "?! "];
        foreach (var (word, before, after) in from word in words from before in around from after in around select (word, before, after))
        {
            foreach (var text in new[] { before + word + after, before + word.ToUpperInvariant() + after, word + " " + before + word + after })
                Assert.DoesNotContain(word, DigitMask.Apply(text), StringComparison.OrdinalIgnoreCase);
        }
    }
}
