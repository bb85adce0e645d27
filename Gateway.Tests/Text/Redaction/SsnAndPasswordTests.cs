using Gateway.Media.Text.Redaction;

namespace Gateway.Tests.Text.Redaction;

public sealed class SsnAndPasswordTests
{
    [Theory]
    [InlineData("123-45-6789", "###-##-####")]
    [InlineData("It's 457555462.", "It's #########.")]
    [InlineData("123 uh 45 um 6789", "### uh ## um ####")]
    [InlineData("My member number is 800412993.", "My member number is #########.")]
    [InlineData("The last four of my social are 6789.", "The last four of my social are ####.")]
    [InlineData("SSN219099999.", "SSN#########.")]
    [InlineData("Mi seguro social es 123456789.", "Mi seguro social es #########.")]
    public void Social_security_numbers_are_masked(string said, string masked) => Assert.Equal(masked, Talk.Alone(said));

    [Theory]
    [InlineData("My zip code is 94105-1234.")]
    [InlineData("I turn 65 next year and ask about social security.")]
    [InlineData("My social security check is $900.")]
    [InlineData("It was a social event with 40 guests.")]
    public void Other_numbers_stay(string said) => Assert.Equal(said, Talk.Alone(said));

    [Fact]
    public void A_social_security_number_in_pieces_is_masked_with_its_third_even_when_nobody_asked()
    {
        var talk = new Talk();

        Assert.Equal(["123", "45", "####"], new[] { "123", "45", "6789" }.Select(talk.Customer));
    }

    [Theory]
    [InlineData("My password is sunshine.", "My password is ########.")]
    [InlineData("The password is horse battery staple.", "The password is ##### ####### ######.")]
    [InlineData("My password is BLUE77 and I can't log in.", "My password is ###### and I can't log in.")]
    [InlineData("I set the password to golden eagle.", "I set the password to ###### #####.")]
    [InlineData("Mi contraseña es sol y luna.", "Mi contraseña es ### # ####.")]
    public void Passwords_are_masked_letter_by_letter(string said, string masked) => Assert.Equal(masked, Talk.Alone(said));

    [Theory]
    [InlineData("My password is not working.")]
    [InlineData("I forgot my password.")]
    [InlineData("Your password must have at least 12 characters.")]
    public void Talk_about_passwords_stays(string said) => Assert.Equal(said, Talk.Alone(said));

    [Theory]
    [InlineData("It's butterfly.", "It's #########.")]
    [InlineData("hunter2", "#######")]
    [InlineData("I don't remember it.", "I don't remember it.")]
    public void The_answer_to_a_question_for_a_password_is_masked(string answer, string masked)
    {
        var talk = new Talk();
        talk.Agent("What is your password?");

        Assert.Equal(masked, talk.Customer(answer));
    }

    [Theory]
    [InlineData("My pin is 4711.")]
    [InlineData("My social is 123456789.")]
    [InlineData("My password is sunshine.")]
    public void What_is_switched_off_stays(string said) =>
        Assert.Equal(said, Talk.Alone(said, new RedactionOptions { Entities = new EntityOptions { Pin = false, Ssn = false, Password = false } }));
}
