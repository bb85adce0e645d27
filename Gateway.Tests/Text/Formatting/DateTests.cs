namespace Gateway.Tests.Text.Formatting;

public sealed class DateTests
{
    [Theory]
    [InlineData("march third", "March 3.")]
    [InlineData("december twenty fifth", "December 25.")]
    [InlineData("may first", "May 1.")]
    [InlineData("september eleven", "September 11.")]
    [InlineData("i will be there by may ten", "I will be there by May 10.")]
    [InlineData("on june thirtieth we left", "On June 30 we left.")]
    public void A_month_and_a_day_are_a_date(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("on march third twenty twenty six i called", "On March 3, 2026 I called.")]
    [InlineData("i was born on july fourth nineteen seventy six", "I was born on July 4, 1976.")]
    [InlineData("i was born july four nineteen seventy six", "I was born July 4, 1976.")]
    [InlineData("december fifth nineteen oh five", "December 5, 1905.")]
    [InlineData("june second two thousand and six", "June 2, 2006.")]
    [InlineData("april thirty two thousand and eight", "April 30, 2008.")]
    [InlineData("april first one nine eight four", "April 1, 1984.")]
    [InlineData("march twenty twenty twenty six", "March 20, 2026.")]
    public void A_year_follows_behind_a_comma(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("the third of march", "The 3rd of March.")]
    [InlineData("the nineteenth of may nineteen ninety", "The 19th of May 1990.")]
    [InlineData("the twenty first of june", "The 21st of June.")]
    public void The_day_may_come_first(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("in march twenty twenty six", "In March 2026.")]
    [InlineData("december one nine eight four", "December 1984.")]
    public void A_month_and_a_year_are_enough(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("i may march on", "I may march on.")]
    [InlineData("you may third", "You may third.")]
    [InlineData("may i help you", "May I help you?")]
    [InlineData("we march ten miles", "We march 10 miles.")]
    [InlineData("they may second the motion", "They may second the motion.")]
    public void May_and_march_are_words_elsewhere(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("june forty", "June 40.")]
    [InlineData("june four seven one one", "June 4711.")]
    [InlineData("i was born seven four nineteen seventy six", "I was born 741976.")]
    public void Days_that_are_none_are_numbers(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));
}
