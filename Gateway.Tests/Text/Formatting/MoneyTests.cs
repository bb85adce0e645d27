namespace Gateway.Tests.Text.Formatting;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("seventy dollars", "$70.")]
    [InlineData("five dollars", "$5.")]
    [InlineData("twenty euros or twenty pounds", "€20 or £20.")]
    [InlineData("twelve hundred dollars", "$1,200.")]
    [InlineData("it costs a hundred and fifty dollars", "It costs $150.")]
    [InlineData("it costs a thousand dollars", "It costs $1,000.")]
    [InlineData("a twenty dollar bill", "A $20 bill.")]
    [InlineData("one dollar", "$1.")]
    [InlineData("four five zero dollars", "$450.")]
    [InlineData("i can offer you the gold package for twenty dollars a month", "I can offer you the gold package for $20 a month.")]
    public void A_currency_gives_its_sign(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("twenty dollars and fifty cents", "$20.50.")]
    [InlineData("twenty dollars fifty", "$20.50.")]
    [InlineData("i paid two hundred fifty three dollars and twelve cents", "I paid $253.12.")]
    [InlineData("i paid five dollars and five cents", "I paid $5.05.")]
    public void Cents_stand_behind_the_point(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("ninety nine cents", "99 cents.")]
    [InlineData("one cent", "One cent.")]
    public void Cents_alone_keep_their_word(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("two million dollars", "$2 million.")]
    [InlineData("a million dollars", "$1 million.")]
    [InlineData("two point five million dollars", "$2.5 million.")]
    [InlineData("one million two hundred thousand dollars", "$1,200,000.")]
    public void Millions_keep_their_word(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("the dollar is up", "The dollar is up.")]
    [InlineData("a few dollars and cents", "A few dollars and cents.")]
    [InlineData("twenty dollars and fifty people", "$20 and 50 people.")]
    [InlineData("twenty dollars fifty percent off", "$20 50% off.")]
    [InlineData("ten pound bag", "10 pound bag.")]
    public void Without_an_amount_nothing_is_money(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("five percent", "5%.")]
    [InlineData("ten per cent", "10%.")]
    [InlineData("one hundred percent", "100%.")]
    [InlineData("two point five percent", "2.5%.")]
    [InlineData("point five percent", "0.5%.")]
    [InlineData("what percent of them", "What percent of them?")]
    public void Percentages_have_their_sign(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));
}
