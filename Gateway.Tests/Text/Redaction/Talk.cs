using Gateway.Core;
using Gateway.Media.Recognition;
using Gateway.Media.Text.Formatting;
using Gateway.Media.Text.Redaction;
using Gateway.Tests.Support;

namespace Gateway.Tests.Text.Redaction;

/// <summary>A conversation on a clock that the test moves: each utterance begins three seconds after the one before it.</summary>
internal sealed class Talk(RedactionOptions? options = null)
{
    public static RedactionOptions Everything { get; } = new() { Entities = new EntityOptions { Email = true, PhoneNumber = true, Dob = true, Profanity = true } };

    public ManualTime Time { get; } = new();

    public RedactionContext Context { get; } = new();

    public Redactor Redactor { get; } = new(options ?? new RedactionOptions());

    /// <summary>What is left of one utterance that nothing went before.</summary>
    public static string Alone(string text, RedactionOptions? options = null) => new Talk(options).Customer(text);

    /// <summary>Bare words as the formatter writes them.</summary>
    public static string Written(string spoken) =>
        Formatter.Join(Formatter.Write([.. spoken.Split(' ').Select(word => new HypothesisWord(word, TimeSpan.Zero, TimeSpan.Zero))], "en-US"));

    public string Customer(string text) => Say(Participant.Customer, text).Text;

    public string Agent(string text) => Say(Participant.Agent, text).Text;

    public RedactedText Say(Participant role, string text)
    {
        var said = Redactor.Redact(text, role, Time.GetUtcNow(), Context);
        Time.Advance(TimeSpan.FromSeconds(3));
        return said;
    }

    public Talk After(double seconds)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));
        return this;
    }
}
