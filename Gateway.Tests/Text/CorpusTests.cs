using System.Text.RegularExpressions;
using Gateway.Media.Recognition;
using Gateway.Media.Text.Formatting;
using Gateway.Media.Text.Redaction;
using Xunit.Abstractions;

namespace Gateway.Tests.Text;

/// <summary>What people say in contact centres, and what the product makes of it. Adding a case is adding a line to a file in Corpus.</summary>
public sealed partial class CorpusTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Beginning = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static IEnumerable<Conversation> Everything => [.. Conversation.Utterances, .. Conversation.Conversations];

    [Fact]
    public void The_corpus_is_large_and_in_its_own_notation()
    {
        Assert.True(Conversation.Utterances.Count >= 320);
        Assert.True(Conversation.Conversations.Count >= 65);
        Assert.Empty(Everything.GroupBy(conversation => conversation.Id).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.All(Everything, conversation => Assert.Contains(conversation.Language, new[] { "en-US", "es-US" }));
        Assert.All(Everything.SelectMany(conversation => conversation.Turns), turn => Assert.Matches(BareWords(), turn.Spoken));
        Assert.All(Conversation.Conversations, conversation => Assert.InRange(conversation.Turns.Count, 2, 10));
        Assert.All(Conversation.Conversations, conversation => Assert.Equal(conversation.Turns.OrderBy(turn => turn.At), conversation.Turns));
    }

    [Theory]
    [InlineData("CREDIT_CARD_NUMBER")]
    [InlineData("CVV")]
    [InlineData("SSN")]
    [InlineData("PIN")]
    [InlineData("PASSWORD")]
    public void Every_entity_that_is_on_has_many_examples(string entity) =>
        Assert.True(Everything.SelectMany(conversation => conversation.Turns).Count(turn => turn.Expected.Words.Any(word => word.Entity == entity)) >= 15);

    [Theory]
    [InlineData("a [CVV|1")]
    [InlineData("a CVV|1]")]
    [InlineData("a [CVV 1]")]
    [InlineData("a [CVV|]")]
    [InlineData("a [CVV|1 [PIN|2]]")]
    [InlineData("a [-CVV|1]")]
    [InlineData("a [EMAIL|1]")]
    [InlineData("a 1[CVV|1]")]
    public void A_bracket_that_is_not_well_formed_is_noticed(string marked) => Assert.Throws<FormatException>(() => LabelledText.Parse(marked));

    [Fact]
    public void Everything_is_written_as_the_corpus_has_it()
    {
        var wrong = new List<string>();
        foreach (var conversation in Everything)
        {
            foreach (var turn in conversation.Turns)
            {
                var written = Write(turn, conversation.Language);
                if (!IsAsExpected(written, turn))
                    wrong.Add($"{Name(conversation, turn)}: {written}\n    expected: {turn.Expected.Text}");
            }
        }

        wrong.ForEach(output.WriteLine);
        Assert.True(wrong.Count == 0, $"{wrong.Count} lines are written in another way");
    }

    [Fact]
    public void Every_secret_is_masked_and_little_else()
    {
        var (score, wrong) = Redact(new RedactionOptions(), LabelledText.OnByDefault.Contains);

        output.WriteLine(score.ToString());
        wrong.ForEach(output.WriteLine);
        foreach (var entity in LabelledText.OnByDefault.Where(entity => entity != "PASSWORD"))
            Assert.True(score.Recall(entity) >= 1, $"{entity} can be read");
        AssertPrecision(score);
    }

    [Fact]
    public void With_every_entity_on_little_else_is_masked()
    {
        var everything = new EntityOptions { Email = true, PhoneNumber = true, Dob = true, Profanity = true };

        var (score, wrong) = Redact(new RedactionOptions { Entities = everything }, _ => true);

        output.WriteLine(score.ToString());
        wrong.ForEach(output.WriteLine);
        AssertPrecision(score);
    }

    private static void AssertPrecision(MaskingScore score)
    {
        foreach (var entity in score.Entities)
            Assert.True(score.Precision(entity) >= 0.95, $"{entity} masks what is harmless");
    }

    private static (MaskingScore Score, List<string> Wrong) Redact(RedactionOptions options, Func<string, bool> isSecret)
    {
        var redactor = new Redactor(options);
        var score = new MaskingScore();
        var wrong = new List<string>();
        foreach (var conversation in Everything)
        {
            var context = new RedactionContext();
            foreach (var turn in conversation.Turns)
            {
                // A sentence that is written in another way is told by its own test; what is masked in it could not be compared.
                var written = Write(turn, conversation.Language);
                var text = IsAsExpected(written, turn) ? written : turn.Expected.Text;
                var redacted = redactor.Redact(text, turn.Role, Beginning + turn.At, context);
                string? RuleAt(int place) => redacted.Maskings.FirstOrDefault(masking => place >= masking.Start && place < masking.Start + masking.Length).Rule;
                if (score.Add(text, redacted.Text, turn.Expected.Words, isSecret, RuleAt) is { } complaint)
                    wrong.Add($"{Name(conversation, turn)}: {complaint}\n    {text}\n    {redacted.Text}");
            }
        }

        return (score, wrong);
    }

    private static string Write(Turn turn, string language)
    {
        var words = turn.Spoken.Split(' ').Select((word, i) => new HypothesisWord(word, TimeSpan.FromMilliseconds(300 * i), TimeSpan.FromMilliseconds((300 * i) + 280)));
        return Formatter.Join(Formatter.Write([.. words], language));
    }

    private static bool IsAsExpected(string written, Turn turn) => WrittenWord.AreSame(written.Split(' '), turn.Expected.Words.Select(word => word.Text));

    private static string Name(Conversation conversation, Turn turn) => conversation.Turns.Count == 1 ? conversation.Id : $"{conversation.Id} at {turn.At.TotalSeconds}";

    [GeneratedRegex("^[a-zñáéíóúü']+( [a-zñáéíóúü']+)*$")]
    private static partial Regex BareWords();
}
