namespace Gateway.Tests.Text.Redaction;

public sealed class CardRedactionTests
{
    [Theory]
    [InlineData("My card number is 4111111111111111.", "My card number is ################.")]
    [InlineData("4111-1111-1111-1111", "####-####-####-####")]
    [InlineData("4,111,111,111,111,111", "#,###,###,###,###,###")]
    [InlineData("It's 4 1 1 1, 1 1 1 1, 1 1 1 1, 1 1 1 1", "It's # # # #, # # # #, # # # #, # # # #")]
    [InlineData("1234567890123", "#############")]
    [InlineData("My tracking number is 9400110200881234.", "My tracking number is ################.")]
    [InlineData("411-111-1111 uh 111111", "###-###-#### uh ######")]
    [InlineData("Four one uh 1111 no sorry 1112 then 1111111", "## uh #### no sorry #### then #######")]
    [InlineData("The card ending in 4242", "The card ending in ####")]
    [InlineData("cuatro uno uno uno uno uno uno uno uno uno uno uno uno uno uno uno", "################")]
    [InlineData("visa4111111111111111", "visa################")]
    [InlineData("4111 1111 $11 11 1111 11", "#### #### $## ## #### ##")]
    [InlineData("41:11 11:11 11:11 11:11", "##:## ##:## ##:## ##:##")]
    [InlineData("05/12 1111 1111 1111", "##/## #### #### ####")]
    public void Runs_as_long_as_cards_and_labelled_digits_are_masked(string said, string masked) => Assert.Equal(masked, Talk.Alone(said));

    [Theory]
    [InlineData("I paid $4,111.11 with my card on March 3, 2026.")]
    [InlineData("My card was charged $19.99 twice at 5:30 PM.")]
    [InlineData("I've had this card since 2019.")]
    [InlineData("It takes 7 to 10 business days until the card arrives.")]
    [InlineData("I have two cards and one of them is blocked.")]
    [InlineData("The number on the label is 4711.")]
    [InlineData("Order number 77310952, tracking number 940011189922.")]
    [InlineData("Call 555-123-4567 or 555-987-6543.")]
    [InlineData("I live at 4111 North Main Street.")]
    [InlineData("Flight UA241 leaves gate 15 at 10:05.")]
    public void Harmless_numbers_stay(string said) => Assert.Equal(said, Talk.Alone(said));

    [Fact]
    public void The_expiry_date_in_digits_belongs_to_the_card()
    {
        var talk = new Talk();
        talk.Customer("It's 4111 1111 1111 1111.");

        Assert.Equal("It expires ##/##.", talk.Customer("It expires 12/27."));
        Assert.Equal("That is March 2027.", talk.Customer("That is March 2027."));
        Assert.Equal("The offer expires on 12/27.", Talk.Alone("The offer expires on 12/27."));
    }

    [Fact]
    public void Pieces_are_masked_from_the_first_when_a_card_was_asked_for()
    {
        var talk = new Talk();
        talk.Agent("What's your card number?");

        Assert.Equal("#", talk.Customer("Four"));
        talk.Agent("Go on.");
        Assert.Equal("### uh ####", talk.Customer("111 uh 1111"));
        Assert.Equal("####, right?", talk.Agent("1111, right?"));
        Assert.Equal("And then ########.", talk.Customer("And then 11111111."));
    }

    [Fact]
    public void Pieces_that_nobody_asked_for_are_masked_from_the_second_group_of_four()
    {
        var talk = new Talk();

        Assert.Equal("4111", talk.Customer("4111"));
        talk.Agent("Okay.");
        Assert.Equal("####", talk.Customer("1111"));
        Assert.Equal("####", talk.Agent("1111"));
        Assert.Equal("######", talk.Customer("111111"));
    }

    [Fact]
    public void Pieces_that_nobody_asked_for_are_masked_when_no_harmless_number_is_so_long()
    {
        var talk = new Talk();

        Assert.Equal("5105105", talk.Customer("5105105"));
        Assert.Equal("#####", talk.Customer("10510"));
        Assert.Equal("####", talk.Customer("5100"));
    }

    [Fact]
    public void What_is_asked_for_after_a_whole_card_stays()
    {
        var talk = new Talk();
        talk.Customer("My card is 4012888888881881.");
        talk.Agent("And a phone number in case we get cut off?");

        Assert.Equal("555-123-4567.", talk.Customer("555-123-4567."));
        Assert.Equal("That's $38 for two.", talk.Agent("That's $38 for two."));
    }

    [Fact]
    public void A_question_for_something_else_does_not_spare_the_rest_of_a_card()
    {
        var talk = new Talk();
        talk.Agent("What's your card number?");
        talk.Customer("4111 11");
        talk.Agent("And what's your phone number?");

        Assert.Equal("##########", talk.Customer("1111111111"));
    }
}
