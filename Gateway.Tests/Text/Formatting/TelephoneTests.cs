namespace Gateway.Tests.Text.Formatting;

public sealed class TelephoneTests
{
    [Theory]
    [InlineData("my number is five five five one two three four five six seven", "My number is 555-123-4567.")]
    [InlineData("my number is area code five five five one two three four five six seven", "My number is area code 555-123-4567.")]
    [InlineData("my account phone number is five five five one two three four five six seven", "My account phone number is 555-123-4567.")]
    [InlineData("eight hundred five five five twelve thirty four", "800-555-1234.")]
    public void Ten_digits_are_grouped(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("one eight hundred five five five oh one nine nine", "1-800-555-0199.")]
    [InlineData("one eight hundred four two two one one one one", "1-800-422-1111.")]
    [InlineData("two eight hundred four two two one one one one", "28004221111.")]
    public void Eleven_digits_begin_with_a_one(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("call me at five five five one two three four", "Call me at 555-1234.")]
    [InlineData("five five five one two three four", "5551234.")]
    public void Seven_digits_need_a_word_about_telephones(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("my order number is five five five one two three four five six seven", "My order number is 5551234567.")]
    [InlineData("five five five one two three four five six seven is my account number", "5551234567 is my account number.")]
    [InlineData("my phone is dead my card is five five five one two three four five six seven", "My phone is dead my card is 5551234567.")]
    [InlineData("call me about order five five five one two three four", "Call me about order 5551234.")]
    public void What_a_label_calls_something_else_stays_whole(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("my number is five five five one two three four five six", "My number is 555123456.")]
    [InlineData("dial nine one one", "Dial 911.")]
    public void Other_lengths_stay_whole(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));
}
