namespace Gateway.Tests.Text.Formatting;

public sealed class NumberTests
{
    [Theory]
    [InlineData("one moment please", "One moment, please.")]
    [InlineData("i have two of them", "I have two of them.")]
    [InlineData("between four and five", "Between four and five.")]
    [InlineData("zero", "Zero.")]
    [InlineData("i need one or two", "I need one or two.")]
    [InlineData("no one called", "No one called.")]
    [InlineData("in two weeks", "In two weeks.")]
    [InlineData("not one but nine times", "Not one but nine times.")]
    public void Zero_to_nine_stay_words_in_running_text(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("ten of them", "10 of them.")]
    [InlineData("one hundred five", "105.")]
    [InlineData("one hundred and twenty", "120.")]
    [InlineData("a hundred people", "100 people.")]
    [InlineData("ninety nine bottles", "99 bottles.")]
    [InlineData("three hundred and forty five units", "345 units.")]
    public void Ten_and_above_become_digits(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("twelve thousand five hundred", "12,500.")]
    [InlineData("one thousand two hundred thirty four", "1,234.")]
    [InlineData("twenty one hundred", "2,100.")]
    [InlineData("one two three", "123.")]
    [InlineData("five million two hundred thousand and six", "5,200,006.")]
    [InlineData("a thousand times", "1,000 times.")]
    [InlineData("six hundred fifty thousand people", "650,000 people.")]
    public void From_a_thousand_on_there_are_separators(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("two million", "2 million.")]
    [InlineData("three hundred million", "300 million.")]
    [InlineData("four point two billion people", "4.2 billion people.")]
    [InlineData("half a million", "Half a million.")]
    [InlineData("thanks a million", "Thanks a million.")]
    public void Round_millions_keep_the_word(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("in two thousand twenty six", "In 2026.")]
    [InlineData("since two thousand and nine", "Since 2009.")]
    [InlineData("two thousand twenty six", "2,026.")]
    [InlineData("the year two thousand", "The year 2,000.")]
    public void Years_behind_in_have_no_separator(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("four seven double one", "4711.")]
    [InlineData("nineteen eighty four", "1984.")]
    [InlineData("twenty twenty six", "2026.")]
    [InlineData("forty one eleven eleven eleven", "41111111.")]
    [InlineData("triple five", "555.")]
    [InlineData("zero zero seven", "007.")]
    [InlineData("one oh one", "101.")]
    [InlineData("nineteen ninety nine a month", "1999 a month.")]
    [InlineData("the price is nineteen ninety nine", "The price is 1999.")]
    [InlineData("my card number is four one one one one one one one one one one one one one one one", "My card number is 4111111111111111.")]
    [InlineData("forty one eleven eleven eleven eleven eleven eleven eleven", "4111111111111111.")]
    [InlineData("my social is one two three forty five six seven eight nine", "My social is 123456789.")]
    [InlineData("my zip code is nine oh two one oh", "My zip code is 90210.")]
    [InlineData("five five five one thousand", "5551000.")]
    [InlineData("eight hundred five five five twelve", "80055512.")]
    public void Numbers_in_a_row_are_one_string(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("oh four seven one", "0471.")]
    [InlineData("four oh one nine", "4019.")]
    [InlineData("double o seven", "007.")]
    [InlineData("oh three oh four nineteen eighty four", "03041984.")]
    [InlineData("expires oh nine twenty seven", "Expires 0927.")]
    [InlineData("oh one moment", "Oh one moment.")]
    [InlineData("oh four dollars", "Oh $4.")]
    [InlineData("oh oh oh", "Oh oh oh.")]
    [InlineData("oh oh oh oh and then one", "0000 and then one.")]
    [InlineData("nine oh", "90.")]
    [InlineData("oh two", "02.")]
    [InlineData("oh oh oh seven", "0007.")]
    [InlineData("it is four oh sorry", "It is four oh sorry.")]
    [InlineData("one two oh wait", "12 oh wait.")]
    [InlineData("one two oh", "120.")]
    public void Oh_is_a_zero_among_digits_only(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("five five five um one two three four", "555 um 1234.")]
    [InlineData("four seven no sorry four nine", "47 no sorry 49.")]
    [InlineData("one two and three four", "12 and 34.")]
    [InlineData("double trouble", "Double trouble.")]
    public void Fillers_and_other_words_end_a_string(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("three point five", "3.5.")]
    [InlineData("zero point five", "0.5.")]
    [InlineData("version two point one point three", "Version 2.1.3.")]
    [InlineData("one nine two dot one six eight dot one dot one", "192.168.1.1.")]
    [InlineData("three point one four one five", "3.1415.")]
    [InlineData("five point oh", "5.0.")]
    [InlineData("three point five thousand", "3.5 thousand.")]
    [InlineData("point five", "Point five.")]
    [InlineData("at this point five people", "At this point five people.")]
    public void Points_make_decimals_and_versions(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("gate four is open", "Gate 4 is open.")]
    [InlineData("option two please", "Option 2, please.")]
    [InlineData("options one and two", "Options 1 and 2.")]
    [InlineData("suite one hundred", "Suite 100.")]
    [InlineData("extension five", "Extension 5.")]
    [InlineData("version three", "Version 3.")]
    [InlineData("room seven or eight", "Room 7 or 8.")]
    [InlineData("pin code one moment", "PIN code one moment.")]
    [InlineData("please open four gates", "Please open four gates.")]
    public void Labels_make_single_digits_numbers(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("the first and the ninth and the tenth and the twenty first", "The first and the ninth and the 10th and the 21st.")]
    [InlineData("one hundred twenty third street", "123rd street.")]
    [InlineData("the eleventh twelfth and thirteenth", "The 11th 12th and 13th.")]
    [InlineData("the twenty second", "The 22nd.")]
    [InlineData("the hundred and first", "The hundred and first.")]
    [InlineData("the one hundredth caller", "The 100th caller.")]
    public void Ordinals_from_tenth_on_are_digits(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("one third", "One third.")]
    [InlineData("thirty second timer", "30 second timer.")]
    [InlineData("half past two", "Half past two.")]
    [InlineData("three quarters", "Three quarters.")]
    [InlineData("one second please", "One second, please.")]
    [InlineData("twenty seconds", "20 seconds.")]
    public void Fractions_and_seconds_stay(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));
}
