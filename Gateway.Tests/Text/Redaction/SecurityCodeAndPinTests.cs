namespace Gateway.Tests.Text.Redaction;

public sealed class SecurityCodeAndPinTests
{
    [Theory]
    [InlineData("The security code is 123.", "The security code is ###.")]
    [InlineData("CVV 907", "CVV ###")]
    [InlineData("CVV123.", "CVV###.")]
    [InlineData("The three digits on the back are 881.", "The three digits on the back are ###.")]
    [InlineData("The security code is 12 no sorry 123.", "The security code is ## no sorry ###.")]
    [InlineData("El código de seguridad es 123.", "El código de seguridad es ###.")]
    [InlineData("My PIN is 4711 thanks.", "My PIN is #### thanks.")]
    [InlineData("My pin is for 719.", "My pin is # ###.")]
    [InlineData("My PIN is 4711 pound.", "My PIN is #### pound.")]
    [InlineData("My PIN is 4711 points.", "My PIN is #### points.")]
    [InlineData("I use 8642 as my pin.", "I use #### as my pin.")]
    [InlineData("I was born in 1984 and my pin is 1984.", "I was born in 1984 and my pin is ####.")]
    [InlineData("Mi nip es 2580.", "Mi nip es ####.")]
    [InlineData("On the back there are three numbers 816.", "On the back there are three numbers ###.")]
    [InlineData("My pen is 4242.", "My pen is ####.")]
    [InlineData("It starts with 4532.", "It starts with ####.")]
    public void Labelled_codes_are_masked(string said, string masked) => Assert.Equal(masked, Talk.Alone(said));

    [Theory]
    [InlineData("I typed my pin three times in 2019.")]
    [InlineData("The pin must have six digits.")]
    [InlineData("A pin takes 5 to 7 days and costs $12.")]
    [InlineData("My pin does not work on flight 482, in room 312 or at 42 Maple Avenue.")]
    [InlineData("One moment, I have two of them.")]
    public void Numbers_beside_a_pin_that_are_none_stay(string said) => Assert.Equal(said, Talk.Alone(said));

    [Theory]
    [InlineData("And the security code?", "907", "###")]
    [InlineData("What are the three digits on the back?", "It's nine oh seven", "It's # # #")]
    [InlineData("What's your PIN?", "Four seven", "##")]
    [InlineData("What's your PIN?", "It's $20", "It's $20")]
    [InlineData("What's your PIN?", "One second", "One second")]
    [InlineData("What's your PIN?", "The one from 2019", "The one from 2019")]
    public void The_answer_to_a_question_is_masked(string question, string answer, string masked)
    {
        var talk = new Talk();
        talk.Agent(question);

        Assert.Equal(masked, talk.Customer(answer));
    }

    [Fact]
    public void A_code_is_masked_digit_by_digit_and_when_it_is_read_back()
    {
        var talk = new Talk();
        talk.Agent("Tell me the CVC, please.");

        Assert.Equal(["#.", "#.", "#."], new[] { "Five.", "Five.", "Three." }.Select(talk.Customer));
        Assert.Equal("###, thank you.", talk.Agent("553, thank you."));
        Assert.Equal("Your order number is 773109.", talk.Agent("Your order number is 773109."));
    }
}
