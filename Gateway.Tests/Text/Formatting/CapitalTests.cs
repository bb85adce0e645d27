namespace Gateway.Tests.Text.Formatting;

public sealed class CapitalTests
{
    [Theory]
    [InlineData("so i arrive on monday in new york in may", "So I arrive on Monday in New York in may.")]
    [InlineData("we flew from germany to south africa on tuesday", "We flew from Germany to South Africa on Tuesday.")]
    [InlineData("a new car in north america", "A new car in north America.")]
    [InlineData("the united states and the united kingdom", "The United States and the United Kingdom.")]
    [InlineData("in january", "In January.")]
    [InlineData("west virginia", "West Virginia.")]
    [InlineData("i like new things", "I like new things.")]
    public void Names_of_days_months_countries_and_states(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("hello there", "Hello there.")]
    [InlineData("mr. smith", "Mr. smith.")]
    [InlineData("ask dr. jones", "Ask Dr. jones.")]
    [InlineData("'tis fine", "'Tis fine.")]
    public void The_first_word_and_titles(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("i need help upgrading my streaming package and my pin number is four seven one nine", "I need help upgrading my streaming package and my PIN number is 4719.")]
    [InlineData("a safety pin", "A safety pin.")]
    public void Pin_is_an_acronym_before_number_and_code(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));
}
