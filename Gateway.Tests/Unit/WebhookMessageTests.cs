using System.Text;
using Gateway.Core;
using Gateway.Tests.Support;
using Gateway.Webhook;

namespace Gateway.Tests.Unit;

public sealed class WebhookMessageTests
{
    [Fact]
    public void The_message_is_that_of_the_documentation_to_the_letter() => Assert.Equal(
        """{"type":"transcript","externalConversationId":"CA5b040e075515c424391012acc5a870cf","streamId":"5ce2b755-3f38-11ed-b755-7aed4b5c38d5","sender":{"externalId":"TT9833237","role":"customer"},"autotranscribeResponse":{"message":"transcript","start":400,"end":3968,"utterance":[{"text":"I need help upgrading my streaming package and my PIN number is ####"}]}}""",
        Written(SampleUtterance.Of()));

    [Fact]
    public void An_apostrophe_stays_readable() => Assert.Contains("\"text\":\"I'm here\"", Written(SampleUtterance.Of() with { Text = "I'm here" }), StringComparison.Ordinal);

    [Fact]
    public void Unredacted_text_stands_beside_the_redacted_one() => Assert.Contains(
        """{"text":"It is #","unredactedText":"It is one"}""",
        Written(SampleUtterance.Of() with { Text = "It is #", UnredactedText = "It is one" }), StringComparison.Ordinal);

    [Fact]
    public void Words_stand_in_the_member_token() => Assert.Contains(
        """{"text":"Hi.","token":[{"content":"Hi","start":170,"end":200,"punctuationAfter":"."}]}""",
        Written(SampleUtterance.Of() with { Text = "Hi.", Words = [new Word("Hi", TimeSpan.FromMilliseconds(170), TimeSpan.FromMilliseconds(200), ".")] }),
        StringComparison.Ordinal);

    [Fact]
    public void What_was_said_is_not_in_the_text_form_of_an_utterance_or_a_word()
    {
        Assert.DoesNotContain("streaming", SampleUtterance.Of().ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", new Word("secret", default, default).ToString(), StringComparison.Ordinal);
    }

    private static string Written(Utterance utterance) => Encoding.UTF8.GetString(WebhookMessage.Serialize(utterance));
}
