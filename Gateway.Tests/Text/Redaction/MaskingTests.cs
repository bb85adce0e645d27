using Gateway.Core;

namespace Gateway.Tests.Text.Redaction;

public sealed class MaskingTests
{
    private static readonly string[] Words =
        ["my", "card", "number", "is", "4111", "1111-1111", "four", "twenty one", "oh", "no sorry", "uh", "pin", "$70", "5:30 PM", "March 3, 2026", "one moment", "password", "sunshine", "123-45-6789", "(555) 123-4567",
            "and", "for", "cvv", "social", "a@b.com", "¿cuatro?", "É", "1/2", "§", "😀", "hundred", "\u0663"];

    [Fact]
    public void Masks_say_where_they_are_and_not_what_was_there()
    {
        var said = new Talk().Say(Participant.Customer, "My card number is 4111 uh 1111.");

        Assert.Equal([("CREDIT_CARD_NUMBER", 18, 4), ("CREDIT_CARD_NUMBER", 26, 4)], said.Maskings.Select(masking => (masking.Rule, masking.Start, masking.Length)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Nothing_is_changed_but_what_is_masked(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 5000; i++)
        {
            var talk = new Talk(random.Next(2) == 0 ? Talk.Everything : null);
            for (var turn = 0; turn < 3; turn++)
            {
                var text = string.Join(random.Next(5) == 0 ? ", " : " ", Enumerable.Range(0, random.Next(12)).Select(_ => Words[random.Next(Words.Length)]));
                var said = talk.Say(random.Next(2) == 0 ? Participant.Customer : Participant.Agent, text);

                Assert.False(said.Failed);
                Assert.Equal(Outside(text, said.Maskings.Select(masking => (masking.Start, masking.Length))), string.Concat(said.Text.Where(char.IsLetterOrDigit)));
            }
        }
    }

    [Fact]
    public void Any_text_can_be_masked()
    {
        var random = new Random(3);
        for (var i = 0; i < 5000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => (char)(random.Next(3) == 0 ? random.Next(0x10000) : random.Next(' ', 'z')))]);

            Assert.False(new Talk(Talk.Everything).Say(Participant.Customer, text).Failed, text);
        }
    }

    /// <summary>Letters and digits of the text that no mask covers.</summary>
    private static string Outside(string text, IEnumerable<(int Start, int Length)> masks)
    {
        var covered = masks.SelectMany(mask => Enumerable.Range(mask.Start, mask.Length)).ToHashSet();
        return string.Concat(text.Where((character, place) => !covered.Contains(place) && char.IsLetterOrDigit(character)));
    }
}
