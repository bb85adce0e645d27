using Gateway.Core;
using Gateway.Media.Recognition;
using Gateway.Media.Text.Formatting;
using Gateway.Media.Text.Redaction;
using Xunit.Abstractions;

namespace Gateway.Tests.Text;

/// <summary>
/// Secret numbers said in every way there is: in pieces, with fillers, doubled, read back by the agent, with backchannels in between. None
/// of their digits may be left, neither as a digit nor as a word (api.md 8.3).
/// </summary>
public sealed class DigitsInPiecesTests(ITestOutputHelper output)
{
    private const int Talks = 1500;

    private static readonly string[] Openings = ["it's", "sure", "okay it's", "um", "yes", "alright that's", "mine is"];

    private static readonly string[] Backchannels =
        ["okay", "go ahead", "mhm", "yes", "got it", "uh huh", "alright", "thank you", "keep going", "sorry could you repeat that", "right", "perfect"];

    private readonly Redactor _redactor = new(new RedactionOptions());
    private readonly List<string> _readable = [];

    [Theory]
    [InlineData("what's the number on your card", 13, 19)]
    [InlineData("please read me your credit card number", 13, 19)]
    [InlineData("what is your social security number", 9, 9)]
    [InlineData("what are the last four of your social", 4, 4)]
    [InlineData("and the security code", 3, 4)]
    [InlineData("now the three digits on the back of the card", 3, 3)]
    [InlineData("what's the c v v", 3, 4)]
    [InlineData("please tell me your pin", 4, 6)]
    public void No_digit_is_left_of_what_was_asked_for(string question, int least, int most)
    {
        var random = new Random(question.Length);
        var spoken = new SpokenDigits(random);
        for (var i = 0; i < Talks; i++)
            Ask(question, spoken.Number(random.Next(least, most + 1)), spoken, random);
        AssertNothingReadable();
    }

    [Fact]
    public void No_digit_is_left_of_a_card_that_nobody_asked_for()
    {
        var random = new Random(13);
        var spoken = new SpokenDigits(random);
        for (var i = 0; i < Talks; i++)
        {
            var talk = new Talk(_redactor);
            talk.Say(Participant.Customer, spoken.Say(spoken.Number(random.Next(13, 20)), random.Next(40)), TimeSpan.Zero);
            _readable.AddRange(talk.Readable);
        }

        AssertNothingReadable();
    }

    private void Ask(string question, string number, SpokenDigits spoken, Random random)
    {
        var talk = new Talk(_redactor);
        var (most, fillers) = (random.Next(1, number.Length + 1), random.Next(40));
        talk.Say(Participant.Agent, question, TimeSpan.Zero, isSecret: false);
        for (var rest = number; rest.Length > 0;)
        {
            var piece = rest[..Math.Min(rest.Length, random.Next(1, most + 1))];
            rest = rest[piece.Length..];
            var opening = random.Next(5) == 0 ? spoken.OneOf(Openings) + " " : "";
            talk.Say(Participant.Customer, opening + spoken.Say(piece, fillers), TimeSpan.FromSeconds(random.Next(2, 7)));
            var answer = random.Next(4);
            if (answer == 0)
                talk.Say(Participant.Agent, spoken.Say(piece, 0), TimeSpan.FromSeconds(random.Next(2, 5)));
            else if (answer == 1)
                talk.Say(Participant.Agent, spoken.OneOf(Backchannels), TimeSpan.FromSeconds(random.Next(2, 5)), isSecret: false);
        }

        _readable.AddRange(talk.Readable);
    }

    private void AssertNothingReadable()
    {
        foreach (var line in _readable.Take(20))
            output.WriteLine(line);
        Assert.True(_readable.Count == 0, $"{_readable.Count} of {Talks} secrets can be read");
    }

    /// <summary>One conversation. It ends with the first digit that can be read.</summary>
    private sealed class Talk(Redactor redactor)
    {
        private readonly RedactionContext _context = new();
        private readonly List<string> _lines = [];
        private DateTimeOffset _now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        private bool _isOver;

        /// <summary>The last lines before a digit could be read, or nothing.</summary>
        public IEnumerable<string> Readable => _isOver ? [string.Join("\n    ", _lines.TakeLast(4))] : [];

        public void Say(Participant role, string words, TimeSpan after, bool isSecret = true)
        {
            if (_isOver)
                return;
            _now += after;
            var written = Formatter.Join(Formatter.Write([.. words.Split(' ').Select(word => new HypothesisWord(word, TimeSpan.Zero, TimeSpan.Zero))], "en-US"));
            var masked = redactor.Redact(written, role, _now, _context).Text;
            _lines.Add($"{role}: {words} -> {written} -> {masked}");
            _isOver = isSecret && SpokenDigits.IsReadable(masked);
        }
    }
}
