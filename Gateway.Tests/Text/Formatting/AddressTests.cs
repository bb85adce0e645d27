namespace Gateway.Tests.Text.Formatting;

public sealed class AddressTests
{
    [Theory]
    [InlineData("john dot smith at gmail dot com", "john.smith@gmail.com.")]
    [InlineData("my email is john underscore smith forty five at gmail dot com", "My email is john_smith45@gmail.com.")]
    [InlineData("my email is j o h n at gmail dot com", "My email is john@gmail.com.")]
    [InlineData("my email is jane at example dot com", "My email is jane@example.com.")]
    [InlineData("send it to jane dash doe at mail dot example dot co dot uk", "Send it to jane-doe@mail.example.co.uk.")]
    [InlineData("we sent it to support at example dot co dot uk", "We sent it to support@example.co.uk.")]
    [InlineData("my email is sales at my dash shop dot com", "My email is sales@my-shop.com.")]
    [InlineData("my email is info at my company dot com", "My email is info@mycompany.com.")]
    [InlineData("email me at jane at g mail dot com", "Email me at jane@gmail.com.")]
    [InlineData("it is j smith four at yahoo dot com", "It is jsmith4@yahoo.com.")]
    [InlineData("write to jane hyphen doe at example dot org please", "Write to jane-doe@example.org, please.")]
    public void Mailboxes(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("go to www dot example dot com", "Go to www.example.com.")]
    [InlineData("w w w dot example dot com", "www.example.com.")]
    [InlineData("go to example dot com slash help", "Go to example.com/help.")]
    [InlineData("visit example dot com slash my account", "Visit example.com/my account.")]
    [InlineData("it is w w w dot my bank dot com slash login", "It is www.mybank.com/login.")]
    [InlineData("i want to work at amazon dot com", "I want to work at amazon.com.")]
    [InlineData("by email at example dot com", "By email at example.com.")]
    [InlineData("i work at amazon dot com", "I work at amazon.com.")]
    [InlineData("look at example dash shop dot net", "Look at example-shop.net.")]
    public void Web_addresses(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("the dot com boom", "The dot com boom.")]
    [InlineData("put a dot there", "Put a dot there.")]
    [InlineData("i am at the dot", "I am at the dot.")]
    [InlineData("connect the dot to the dot", "Connect the dot to the dot.")]
    [InlineData("you can email me at gmail dot com", "You can email me at gmail.com.")]
    public void Other_dots_and_ats(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));
}
