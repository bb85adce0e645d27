namespace Gateway.Tests.Text;

/// <summary>The judge of the corpus is judged first.</summary>
public sealed class MaskingScoreTests
{
    private readonly MaskingScore _score = new();

    [Theory]
    [InlineData("The PIN is [PIN|4711].", "The PIN is ####.", null)]
    [InlineData("No, [PIN|four] not [PIN|five].", "No, # not #.", null)]
    [InlineData("My password is [PASSWORD|blue 77].", "My password is #### ##.", null)]
    [InlineData("Call [-PHONE_NUMBER|555-1234].", "Call 555-1234.", null)]
    [InlineData("Card [CREDIT_CARD_NUMBER|4111] to [CREDIT_CARD_NUMBER|1111].", "Card #### # ####.", null)]
    [InlineData("My pin is [PIN|one] to [PIN|34].", "My pin is ## ##.", null)]
    [InlineData("The PIN is [PIN|4711].", "The PIN is ###1.", "'4711.' can be read (PIN)")]
    [InlineData("No, [PIN|four].", "No, four.", "'four.' can be read (PIN)")]
    [InlineData("My password is [PASSWORD|blue].", "My password is blue.", "'blue.' can be read (PASSWORD)")]
    [InlineData("That is $70.", "That is $##.", "'$70.' was masked (CVV)")]
    [InlineData("I have two of them.", "I have # of them.", "'two' was masked (CVV)")]
    [InlineData("Call [-PHONE_NUMBER|555-1234].", "Call ###-####.", "'555-1234.' was masked (CVV)")]
    [InlineData("Go to gate four.", "Go gate four.", "'to' has become 'gate'")]
    [InlineData("Go to gate 4.", "Go to gate 4. Now.", "the number of words has changed")]
    [InlineData("Go to gate 4 now.", "Go to gate 4", "the number of words has changed")]
    [InlineData("Go to gate 4.", "Go to gate 5.", "'4.' has become '5.'")]
    public void A_sentence_is_compared_word_by_word(string marked, string masked, string? complaint)
    {
        var expected = LabelledText.Parse(marked);

        Assert.Equal(complaint, _score.Add(expected.Text, masked, expected.Words, LabelledText.OnByDefault.Contains, _ => "CVV"));
    }

    [Fact]
    public void Recall_and_precision_count_digits()
    {
        var expected = LabelledText.Parse("It is [CVV|123] at 10.");

        _score.Add(expected.Text, "It is ##3 at #0.", expected.Words, _ => true, _ => "CVV");

        Assert.Equal(2 / 3.0, _score.Recall("CVV"), 6);
        Assert.Equal(2 / 3.0, _score.Precision("CVV"), 6);
    }

    [Fact]
    public void What_nobody_owns_up_to_is_counted_as_well()
    {
        var expected = LabelledText.Parse("It is 10.");

        _score.Add(expected.Text, "It is ##.", expected.Words, _ => true, _ => null);

        Assert.Equal(0, _score.Precision(MaskingScore.Nobody));
    }
}
