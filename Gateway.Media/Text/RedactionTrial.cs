using Gateway.Core;
using Gateway.Media.Recognition;
using Gateway.Media.Text.Formatting;
using Gateway.Media.Text.Redaction;

namespace Gateway.Media.Text;

/// <summary>What would become of one utterance.</summary>
/// <param name="Text">As it would be delivered.</param>
/// <param name="Masked">What was masked, in the order of the text.</param>
public sealed record TrialUtterance(string Text, IReadOnlyList<TrialMasking> Masked);

/// <summary>One masked piece of an utterance.</summary>
/// <param name="Rule">The entity's name as the API has it, or the name of a custom rule.</param>
/// <param name="Original">What stands there without masking: only for whoever gave the text.</param>
public sealed record TrialMasking(string Rule, string Original);

/// <summary>
/// A conversation that is only read, so that somebody can see what the rules make of it: formatted and masked exactly as the words of a call are.
/// </summary>
public sealed class RedactionTrial
{
    private readonly Redactor _redactor;
    private readonly RedactionContext _context = new();
    private readonly string _language;

    /// <param name="options">The rules.</param>
    /// <param name="language">IETF tag of what is spoken.</param>
    public RedactionTrial(RedactionOptions options, string language)
    {
        _redactor = new Redactor(options);
        _language = language;
    }

    /// <summary>The next utterance.</summary>
    /// <param name="role">Who says it.</param>
    /// <param name="text">What is said: bare words as a recogniser gives them, or written text.</param>
    /// <param name="spokenAt">When; not before the last one.</param>
    public TrialUtterance Say(Participant role, string text, DateTimeOffset spokenAt)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => new HypothesisWord(word, TimeSpan.Zero, TimeSpan.Zero)).ToArray();
        var sentence = AnyDigits.WithoutInvisible(Formatter.Join(Formatter.Write(words, _language)));
        var redacted = _redactor.Redact(sentence, role, spokenAt, _context);
        return new TrialUtterance(redacted.Text, [.. redacted.Maskings.Select(masking => new TrialMasking(masking.Rule, sentence.Substring(masking.Start, masking.Length)))]);
    }
}
