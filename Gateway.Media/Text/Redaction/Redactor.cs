using Gateway.Core;

namespace Gateway.Media.Text.Redaction;

/// <summary>
/// Masks what must not be read (api.md 8.3). Fails closed: when a rule throws or takes too long, every number of the utterance is masked.
/// Immutable and safe for concurrent use; what a call has been talking about is in its <see cref="RedactionContext"/>.
/// </summary>
public sealed class Redactor
{
    /// <summary>
    /// How long custom rules may take for one utterance, all of them together. They are linear and need a fraction of a millisecond; but a busy machine may take the thread away in
    /// between, and that is no reason to mask every number.
    /// </summary>
    private static readonly TimeSpan DefaultBudget = TimeSpan.FromSeconds(1);

    private readonly RedactionOptions _options;
    private readonly CustomRule[] _rules;
    private readonly TimeSpan _budget;
    private readonly TimeProvider _time;

    /// <summary>Compiles the rules.</summary>
    /// <param name="options">Checked by <see cref="RedactionOptionsCheck"/>.</param>
    public Redactor(RedactionOptions options)
        : this(options, DefaultBudget, TimeProvider.System)
    {
    }

    internal Redactor(RedactionOptions options, TimeSpan budget, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _rules = [.. options.Rules.Select(rule => new CustomRule(rule, budget))];
        _budget = budget;
        _time = time;
    }

    /// <summary>Masks one utterance, and remembers what it asks for. Also to be called for utterances that leave unredacted.</summary>
    /// <param name="text">The sentence as it is written.</param>
    /// <param name="role">Who said it.</param>
    /// <param name="spokenAt">When it began.</param>
    /// <param name="context">The call's.</param>
    internal RedactedText Redact(string text, Participant role, DateTimeOffset spokenAt, RedactionContext context)
    {
        text = AnyDigits.WithoutInvisible(text);
        try
        {
            var draft = new Draft(text);
            lock (context.Sync)
            {
                ApplyEntities(draft, role, spokenAt, context);
                if (context.AsWritten is { } asWritten)
                    ApplyEntities(draft, role, spokenAt, asWritten);
            }

            ApplyCustomRules(draft, role);
            return draft.Write();
        }
        // Whatever it is: text that was not checked must not leave.
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return EveryNumber.Mask(text);
        }
    }

    /// <summary>
    /// Masks one utterance with phrases of a vocabulary: what would be masked without the vocabulary, and what is to be masked in the text as it is written.
    /// </summary>
    internal RedactedText Redact(PhrasedText utterance, Participant role, DateTimeOffset spokenAt, RedactionContext context)
    {
        try
        {
            var (spoken, written) = (new Draft(utterance.Spoken), new Draft(utterance.Written));
            lock (context.Sync)
            {
                var asWritten = context.Fork();
                ApplyEntities(spoken, role, spokenAt, context);
                ApplyEntities(written, role, spokenAt, asWritten);
            }

            if (!utterance.IsAligned)
                return EveryNumber.Mask(utterance);
            ApplyCustomRules(spoken, role);
            ApplyCustomRules(written, role);
            utterance.Carry(spoken, written);
            return written.Write();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return EveryNumber.Mask(utterance);
        }
    }

    private void ApplyEntities(Draft draft, Participant role, DateTimeOffset at, RedactionContext context)
    {
        var labels = new Labels(draft.Text, draft.Tokens);
        var asked = context.IsOpen(Topic.Password, at, _options.ContextWindow) && context.Digits(Topic.Password) == 0;
        Hear(draft, labels, role, at, context);
        if (_options.Entities.Password && (PasswordRule.ApplyToLabelled(draft, labels) || (asked && labels.All.Count == 0 && PasswordRule.ApplyToAnswer(draft))))
            context.Answer(Topic.Password, role, 1, 1, at);
        new NumberRules(_options, context, draft, labels, role, at).Apply();
        if (_options.Entities.Email)
            WordRules.MaskAddresses(draft);
        if (_options.Entities.Profanity)
            WordRules.MaskProfanity(draft);
    }

    private static void Hear(Draft draft, Labels labels, Participant role, DateTimeOffset at, RedactionContext context)
    {
        var benign = Topic.None;
        var sensitive = false;
        foreach (var label in labels.All)
        {
            context.Hear(label.Topic, at);
            sensitive |= label.Topic.IsSensitive();
            if (!label.Topic.IsSensitive())
                benign = label.Topic;
        }

        if (benign != Topic.None && !sensitive && IsQuestion(draft))
            context.HearBenign(benign, role, at);
    }

    /// <summary>Recognisers do not always hear that something is asked.</summary>
    private static bool IsQuestion(Draft draft) => draft.Text.Contains('?', StringComparison.Ordinal)
        || (draft.Tokens[0].In(draft.Text) is "And" or "and" or "What" or "What's" or "Which" or "How" or "Can" or "Could" or "May" or "Now" or "Your" or "Also" or "Please" or "Tell" or "Y"
            && !Array.Exists(draft.Tokens, static token => token.IsWritten));

    private void ApplyCustomRules(Draft draft, Participant role)
    {
        if (_rules.Length == 0)
            return;
        var began = _time.GetTimestamp();
        foreach (var rule in _rules)
        {
            rule.Apply(draft, role);
            if (_time.GetElapsedTime(began) > _budget)
                throw new TimeoutException("The custom rules took longer than one utterance may.");
        }
    }
}
