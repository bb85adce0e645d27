using System.Text.RegularExpressions;
using Gateway.Core;
using Gateway.Media.Text;
using Gateway.Media.Text.Redaction;
using Gateway.Tests.Support;

namespace Gateway.Tests.Recognition.WholeUtterance;

/// <summary>However an engine that writes chooses to write a secret, it does not leave.</summary>
public sealed partial class WrittenSecretsTests : IDisposable
{
    /// <summary>So long that nothing is too fast for it.</summary>
    private const int Samples = 8000 * 60;

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly CountedInventions _counted = new();
    private readonly ScriptedEngine _engine;

    public WrittenSecretsTests() => _engine = new ScriptedEngine(_counted.Metrics);

    public static TheoryData<string> Cards =>
    [
        "My card number is 4111 1111 1111 1111.", "My card number is 4111 1111 1111 1111", "4111-1111-1111-1111.", "4111111111111111", "It's 4111, 1111, 1111, 1111.",
        "It's 4111... 1111... 1111... 1111.", "4111.1111.1111.1111", "4111/1111/1111/1111.", "4111 \u2013 1111 \u2013 1111 \u2013 1111.", "The number is 4111 (1111) \"1111\" 1111.",
        "Four one one one, one one one one, one one one one, one one one one.", "four one one one one one one one one one one one one one one one",
        "Four One One One One One One One One One One One One One One One", "Forty-one eleven, eleven eleven, eleven eleven, eleven eleven.", "4,111, 1,111, 1,111, 1,111.",
        "My card number is 4,111,111,111,111,111.", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1.", "That's 4-1-1-1, 1-1-1-1, 1-1-1-1, 1-1-1-1.", "It is 4111 11 11 11 11 11 11.",
        "Okay, 4111, uh, 1111, 1111, and then 1111.", "It's four thousand one hundred eleven, 1111, 1111, 1111.", "My card is 4111_1111_1111_1111.", "My tarjeta es 4111 1111 1111 1111.",
        "Visa ending in 42 42.", "My Visa ends in 4242.", "My card expires 12/27.",
    ];

    public static TheoryData<string> Codes =>
    [
        "My pin is 1 2 3 4.", "my pin is 1 2 3 4", "My PIN is 1234", "Pin code: 1,2,3,4.", "My pin number's one, two, three, four.", "PIN: 12 34", "My pin is one-two-three-four.",
        "My P.I.N. is 1234.", "My PIN is twelve thirty-four.", "My PIN is 12:34.", "CVV 123", "The CVV is 1-2-3.", "C.V.V. 123.", "CVV is one twenty-three.", "My security code's 1 2 3!",
        "The three digits on the back are 1 2 3.",
    ];

    public static TheoryData<string> SocialSecurityNumbers =>
    [
        "My social is 123-45-6789.", "123 45 6789", "123.45.6789", "123456789.", "One two three, four five, six seven eight nine.", "One-two-three, four-five, six-seven-eight-nine.",
        "Last four of my social: 6789.", "It's 1 2 3, 4 5, 6 7 8 9.",
    ];

    public static TheoryData<string> TelephoneNumbers =>
    [
        "Call me at (555) 123-4567.", "555.123.4567", "555-123-4567", "+1 555 123 4567.", "1-800-555-0199.", "Five-five-five, one-two-three, four-five-six-seven.",
        "My number is 5 5 5, 1 2 3, 4 5 6 7.", "Five five five one two three four five six seven.",
    ];

    public static TheoryData<string[]> Pieces => new(
        ["What's your card number?", "Yeah, it's 4111.", "1,111.", "One, one, one, one.", "And 1111."],
        ["What's your card number?", "4111-11", "11-1111-1111."],
        ["My card is 4111 1111", "1111 1111."],
        ["My card is four one one one", "One one one one.", "1111, 1111."],
        ["My PIN is", "12", "34."],
        ["What's the PIN?", "12:34."],
        ["My social is 123", "45", "6789."],
        ["What's the CVV?", "1-2-3."],
        ["What's the CVV?", "One,", "two, three."]);

    [Theory]
    [MemberData(nameof(Cards))]
    [MemberData(nameof(Codes))]
    [MemberData(nameof(SocialSecurityNumbers))]
    public void A_secret_in_one_utterance_is_masked(string text) => Assert.DoesNotMatch(Number(), Delivered(new RedactionOptions(), text)[0]);

    [Theory]
    [MemberData(nameof(TelephoneNumbers))]
    public void Telephone_numbers_are_masked_when_configured(string text) =>
        Assert.DoesNotMatch(Number(), Delivered(new RedactionOptions { Entities = new() { PhoneNumber = true } }, text)[0]);

    [Theory]
    [MemberData(nameof(Pieces))]
    public void A_secret_in_pieces_is_masked(string[] texts) => Assert.All(Delivered(new RedactionOptions(), texts), text => Assert.DoesNotMatch(Number(), text));

    [Theory]
    [InlineData("Your total is $25.50.")]
    [InlineData("The meeting is at 12:34.")]
    [InlineData("My PIN expires at 5:30 PM.")]
    [InlineData("I need two tickets for Flight 284, please.")]
    [InlineData("Dr. Smith's e-mail is smith@example.com.")]
    public void Everything_else_leaves_as_the_engine_wrote_it(string text) => Assert.Equal(text, Delivered(new RedactionOptions(), text)[0]);

    public void Dispose() => _counted.Dispose();

    /// <summary>What is delivered of a conversation. Whoever asks is the agent.</summary>
    private List<string> Delivered(RedactionOptions options, params string[] texts)
    {
        var (trial, at) = (new RedactionTrial(options, "en-US"), Noon);
        var delivered = new List<string>();
        foreach (var text in texts)
        {
            var words = _engine.Understand(ScriptedEngine.Text(text), Samples).Words;
            var role = text.EndsWith('?') ? Participant.Agent : Participant.Customer;
            delivered.Add(trial.Say(role, string.Join(' ', words.Select(word => word.Text)), at).Text);
            at += TimeSpan.FromSeconds(3);
        }

        Assert.Empty(_counted.Reasons);
        return delivered;
    }

    [GeneratedRegex(@"\d|\b(one|two|three|four|five|six|seven|eight|nine|eleven|twelve|twenty|thirty|forty)\b(?! digits| of)", RegexOptions.IgnoreCase)]
    private static partial Regex Number();
}
