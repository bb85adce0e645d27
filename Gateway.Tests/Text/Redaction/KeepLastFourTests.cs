using Gateway.Media.Text.Redaction;

namespace Gateway.Tests.Text.Redaction;

public sealed class KeepLastFourTests
{
    [Theory]
    [InlineData("My card is 4111111111111234.", "My card is ############1234.")]
    [InlineData("4111-1111-1111-1234", "####-####-####-1234")]
    [InlineData("4111 1111 uh 1111 12 34", "#### #### uh #### 12 34")]
    [InlineData("It's 123-45-6789.", "It's ###-##-6789.")]
    public void The_last_four_of_a_whole_number_stay_when_wished(string said, string masked) => Assert.Equal(masked, Talk.Alone(said, new RedactionOptions { KeepLastFour = true }));

    [Theory]
    [InlineData("The security code is 1234.", "The security code is ####.")]
    [InlineData("My pin is 123456.", "My pin is ######.")]
    [InlineData("Card number 4111 1111", "Card number #### ####")]
    [InlineData("4111 1111 no sorry 1112 1111 1111", "#### #### no sorry #### #### ####")]
    [InlineData("4111111111111 two three four", "############# ###")]
    public void Of_anything_else_nothing_stays(string said, string masked) => Assert.Equal(masked, Talk.Alone(said, new RedactionOptions { KeepLastFour = true }));
}
