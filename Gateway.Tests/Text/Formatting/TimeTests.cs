namespace Gateway.Tests.Text.Formatting;

public sealed class TimeTests
{
    [Theory]
    [InlineData("five thirty p m", "5:30 PM.")]
    [InlineData("five thirty p.m.", "5:30 PM.")]
    [InlineData("ten a m", "10 AM.")]
    [InlineData("at ten ten a m", "At 10:10 AM.")]
    [InlineData("flight two eighty four leaves at six fifteen a m", "Flight 284 leaves at 6:15 AM.")]
    [InlineData("seven pm", "7 PM.")]
    [InlineData("nine oh five a m", "9:05 AM.")]
    [InlineData("ten am i right", "10 am I right.")]
    public void An_hour_with_am_or_pm(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("three o'clock", "3 o'clock.")]
    [InlineData("at eleven o'clock", "At 11 o'clock.")]
    public void An_hour_with_o_clock(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("at five thirty", "At 5:30.")]
    [InlineData("until nine oh five", "Until 9:05.")]
    [InlineData("i called at two fifteen and at four", "I called at 2:15 and at four.")]
    [InlineData("by two fifteen", "By 2:15.")]
    [InlineData("around twelve forty five", "Around 12:45.")]
    [InlineData("before six twenty", "Before 6:20.")]
    [InlineData("after ten ten", "After 10:10.")]
    [InlineData("from two thirty to four fifteen", "From 2:30 to 4:15.")]
    [InlineData("between nine oh five and ten forty", "Between 9:05 and 10:40.")]
    [InlineData("at two thirty or three fifteen", "At 2:30 or 3:15.")]
    public void An_hour_and_minutes_behind_a_preposition(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("three thirty in the afternoon", "3:30 in the afternoon.")]
    [InlineData("seven fifteen tonight", "7:15 tonight.")]
    public void An_hour_and_minutes_before_a_part_of_the_day(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("half past two", "Half past two.")]
    [InlineData("at twelve noon", "At 12 noon.")]
    [InlineData("it is at four twelve oak street", "It is at 412 oak street.")]
    [InlineData("after five fifty percent", "After 550%.")]
    [InlineData("at five", "At five.")]
    [InlineData("from two thirty", "From 230.")]
    [InlineData("at four seven one one", "At 4711.")]
    [InlineData("at two fifty dollars", "At $250.")]
    [InlineData("five thirty", "530.")]
    [InlineData("at thirteen thirty", "At 1330.")]
    [InlineData("i am at home", "I am at home.")]
    public void Other_numbers_are_no_times(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));
}
