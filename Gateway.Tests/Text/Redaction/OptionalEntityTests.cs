namespace Gateway.Tests.Text.Redaction;

public sealed class OptionalEntityTests
{
    [Theory]
    [InlineData("My email is john.smith@gmail.com.", "My email is ####.#####@#####.###.")]
    [InlineData("My phone number is 555-123-4567.", "My phone number is ###-###-####.")]
    [InlineData("Please call 1-800-555-0199 after 5 PM.", "Please call #-###-###-#### after 5 PM.")]
    [InlineData("My cell is 555 uh 123-4567.", "My cell is ### uh ###-####.")]
    [InlineData("My date of birth is March 3, 1984.", "My date of birth is March #, ####.")]
    [InlineData("I was born on the 12th of October 1990.", "I was born on the ##th of October ####.")]
    [InlineData("This is damn ridiculous.", "This is #### ridiculous.")]
    public void What_is_off_by_default_can_be_switched_on(string said, string masked)
    {
        Assert.Equal(said, Talk.Alone(said));
        Assert.Equal(masked, Talk.Alone(said, Talk.Everything));
    }

    [Theory]
    [InlineData("We took a class at the assessment center in Shelby.")]
    [InlineData("I called on March 3, 2026 about order number 5551234567.")]
    [InlineData("Send it to me @ home.")]
    public void What_only_looks_alike_stays(string said) => Assert.Equal(said, Talk.Alone(said, Talk.Everything));
}
