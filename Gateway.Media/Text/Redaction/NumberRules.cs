using Gateway.Core;

namespace Gateway.Media.Text.Redaction;

/// <summary>
/// Decides what each number of an utterance is, from its length, its label and what was talked about before. Made for one utterance.
/// </summary>
internal sealed class NumberRules
{
    /// <summary>The shortest card number (ISO/IEC 7812): runs this long are masked whatever they are.</summary>
    private const int CardDigits = 13;

    private const int SsnDigits = 9;

    private readonly RedactionOptions _options;
    private readonly RedactionContext _context;
    private readonly Draft _draft;
    private readonly Labels _labels;
    private readonly Participant _role;
    private readonly DateTimeOffset _at;

    /// <summary>Whether the utterance is digits and hesitation only.</summary>
    private bool _isNothingElse;

    public NumberRules(RedactionOptions options, RedactionContext context, Draft draft, Labels labels, Participant role, DateTimeOffset at)
    {
        _options = options;
        _context = context;
        _draft = draft;
        _labels = labels;
        _role = role;
        _at = at;
    }

    private bool CardIsOpen => IsOpen(Topic.Card) || IsOpen(Topic.CardMentioned) || IsOpen(Topic.SecurityCode);

    public void Apply()
    {
        var numerals = Numerals.Find(_draft.Text, _draft.Tokens);
        if (numerals.Count == 0)
        {
            MaskLoneZeros();
            return;
        }

        SpareLabels(numerals);
        DoubtCounts(numerals);
        _isNothingElse = numerals.TrueForAll(static numeral => numeral.Harmless == Harmless.No) && Array.TrueForAll(
            _draft.Tokens, static token => token.Has(WordTraits.Number | WordTraits.Filler | WordTraits.Correction | WordTraits.SoundAlike | WordTraits.Linking));
        var runs = DigitRuns.Find(_draft.Text, _draft.Tokens, numerals, _labels);
        var scattered = ScatteredDigits(runs);
        var open = _context.RunOf(_role, _at, _options.ContextWindow);
        for (var i = 0; i < runs.Count; i++)
        {
            var run = runs[i];
            var continued = i == 0 && SpokenRun.Begins(_draft.Tokens, run) ? open : default;
            var topic = TopicOf(run, scattered, continued);
            if (topic != Topic.None)
                Mask(run, topic);
            if (i == runs.Count - 1)
                _context.LeaveRun(_role, SpokenRun.Ends(_draft.Tokens, run) ? SpokenRun.Append(_draft, run, continued, _at) : default);
        }
    }

    /// <summary>"Oh", said by who is in the middle of a number, is a zero.</summary>
    private void MaskLoneZeros()
    {
        var tokens = _draft.Tokens;
        if (tokens.Length > 3 || _context.RunOf(_role, _at, _options.ContextWindow).Digits == 0
            || !Array.TrueForAll(tokens, static token => token.Has(WordTraits.Filler | WordTraits.Correction | WordTraits.SoundAlike)))
            return;
        foreach (var topic in (ReadOnlySpan<Topic>)[Topic.Card, Topic.SecurityCode, Topic.Pin, Topic.Ssn])
        {
            if (!IsOpen(topic) || _context.Digits(topic) == 0)
                continue;
            for (var i = 0; i < tokens.Length; i++)
            {
                if (tokens[i].Value != 0)
                    continue;
                _draft.MaskNumbers(i, i, EntityOf(topic).RuleName());
                _context.Answer(topic, _role, 1, CompleteDigits(topic), _at);
            }

            return;
        }
    }

    private Topic TopicOf(DigitRun run, int scattered, OpenRun continued)
    {
        if (run.IsDate)
            return TopicOfDate(run);
        var label = RunLabels.Governing(_draft.Tokens, _labels, run, out var attached);
        if (run.Digits >= CardDigits && !run.Telephone)
            return attached && run.Corrected && label == Topic.Ssn && _options.Entities.Ssn ? Topic.Ssn : Topic.Card;
        if (label.IsSensitive() && TopicOfLabelled(run, label) is var labelled and not Topic.None)
            return labelled;
        if (CanBeSsn(run, label, attached))
            return Topic.Ssn;
        if (attached && run.Telephone && _options.Entities.PhoneNumber && !label.IsSensitive())
            return Topic.Phone;
        if (attached && label is Topic.Phone or Topic.DateOfBirth or Topic.Zip or Topic.Amount or Topic.Reference or Topic.Place)
            return IsSwitchedOn(label) && run.Digits >= 5 ? label : HarmlessUnlessPartial(run, label);
        // "Sixty one" may have been 60 1: twelve written digits may be thirteen that were said.
        if ((scattered >= CardDigits || run.Digits == CardDigits - 1) && !run.Telephone)
            return Topic.Card;
        if (TopicAskedFor(run) is var asked and not Topic.None)
            return asked;
        if (SpokenRun.Completes(run, continued) is var split and not Topic.None)
            return split;
        return _options.Entities.PhoneNumber && IsTelephone(run) ? Topic.Phone : Topic.None;
    }

    /// <summary>Dates stay readable, but for a birthday when those are masked, and an expiry date in digits.</summary>
    private Topic TopicOfDate(DigitRun run)
    {
        var label = RunLabels.Governing(_draft.Tokens, _labels, run, out var attached);
        if (_options.Entities.Dob && (attached ? label == Topic.DateOfBirth : IsOpen(Topic.DateOfBirth) && !label.IsSensitive()))
            return Topic.DateOfBirth;
        var inDigits = run.Last > run.First;
        return inDigits && CardIsOpen && (attached ? label == Topic.Expiry : IsOpen(Topic.Expiry) || IsOpen(Topic.Card)) ? Topic.Expiry : Topic.None;
    }

    private Topic TopicOfLabelled(DigitRun run, Topic label) => label switch
    {
        Topic.CardMentioned => run.Digits >= 4 && !run.Mixed ? Topic.Card : Topic.None,
        Topic.Expiry => CardIsOpen && run.Digits >= 2 ? Topic.Expiry : Topic.None,
        Topic.Pin when !_options.Entities.Pin => Topic.None,
        Topic.Ssn when !_options.Entities.Ssn => Topic.None,
        Topic.Password when !_options.Entities.Password => Topic.None,
        _ => run.Digits > 1 || SpokenRun.IsDigit(_draft.Tokens, run) ? label : Topic.None,
    };

    /// <summary>9 digits are one, also with corrections among them that make it more, and whatever the label says they are.</summary>
    private bool CanBeSsn(DigitRun run, Topic label, bool attached)
    {
        if (!_options.Entities.Ssn || run.Mixed || (attached && label is Topic.Zip))
            return false;
        if (run.Digits == SsnDigits)
            return true;
        return run.Corrected && run.Digits > SsnDigits && run.Digits < CardDigits && !(attached && label != Topic.None);
    }

    private Topic TopicAskedFor(DigitRun run)
    {
        var newest = Topic.None;
        for (var topic = Topic.Card; topic <= Topic.Password; topic++)
        {
            if (IsOpen(topic) && IsAnswer(run, topic) && (newest == Topic.None || _context.Since(topic) >= _context.Since(newest)))
                newest = topic;
        }

        if (newest == Topic.None)
            return IsOpen(Topic.Phone) && IsSwitchedOn(Topic.Phone) && run.Digits >= 3 ? Topic.Phone : Topic.None;
        var benign = _context.BenignQuestionTo(_role, _at, _context.Since(newest), _options.ContextWindow);
        if (benign != Topic.None && Fits(run, benign) && !IsPartial(Topic.Card) && !IsPartial(newest))
            return IsSwitchedOn(benign) ? benign : Topic.None;
        return newest == Topic.CardMentioned ? Topic.Card : newest;
    }

    private bool IsAnswer(DigitRun run, Topic topic)
    {
        if (run.Mixed && run.Digits < 3)
            return false;
        // What has been answered already may be repeated, or there is more of it than was thought: corrections count as well.
        if (_context.Digits(topic) >= CompleteDigits(topic))
            return (run.Digits >= 3 || _isNothingElse) && topic switch { Topic.SecurityCode => run.Digits <= 4, Topic.Pin => run.Digits <= 8, Topic.Ssn => run.Digits <= SsnDigits, _ => true };
        if (run.Digits == 1 && !SpokenRun.IsDigit(_draft.Tokens, run))
            return false;
        // "I turn 65 and have a question about social security": named only afterwards, and not as this number's name.
        if (run.Digits <= 2 && _context.Since(topic) == _at && _context.Digits(topic) == 0 && !_labels.IsNamedBefore(topic, run.First))
            return false;
        return topic switch
        {
            Topic.CardMentioned => run.Digits >= 4 && !run.Mixed,
            Topic.Expiry => CardIsOpen && run.Digits is >= 2 and <= 8,
            Topic.Pin => _options.Entities.Pin,
            Topic.Ssn => _options.Entities.Ssn,
            Topic.Password => _options.Entities.Password,
            _ => true,
        };
    }

    /// <summary>"My account number is ..." may be the card's, while a card is being waited for.</summary>
    private Topic HarmlessUnlessPartial(DigitRun run, Topic label) =>
        label == Topic.Reference && IsOpen(Topic.Card) && IsPartial(Topic.Card) && run.Digits >= 3 ? Topic.Card : Topic.None;

    private bool IsPartial(Topic topic) => IsOpen(topic) && _context.Digits(topic) is > 0 and var digits && digits < CompleteDigits(topic);

    private bool IsOpen(Topic topic) => _context.IsOpen(topic, _at, _options.ContextWindow);

    private bool IsSwitchedOn(Topic topic) =>
        topic switch { Topic.Phone => _options.Entities.PhoneNumber, Topic.DateOfBirth => _options.Entities.Dob, _ => false };

    /// <summary>Ten digits, or eleven with the country's one before them.</summary>
    private bool IsTelephone(DigitRun run) => run.Telephone || run.Digits == 10
        || (run.Digits == 11 && _draft.Tokens[run.First] is var first && (first.Value == 1 || (first.IsWritten && _draft.Text[first.Start] == '1')));

    private static bool Fits(DigitRun run, Topic question) => question switch
    {
        Topic.Phone => run.Digits is 7 or 10 or 11,
        Topic.Zip or Topic.Place => run.Digits <= 5,
        Topic.Amount => run.Digits <= 4,
        Topic.Reference => run.Digits <= 12,
        _ => run.Digits <= 8,
    };

    private static int CompleteDigits(Topic topic) => topic switch { Topic.Card => CardDigits, Topic.SecurityCode => 3, Topic.Ssn => SsnDigits, _ => 4 };

    private static Entity EntityOf(Topic topic) => topic switch
    {
        Topic.SecurityCode => Entity.Cvv,
        Topic.Pin => Entity.Pin,
        Topic.Ssn => Entity.Ssn,
        Topic.Password => Entity.Password,
        Topic.Phone => Entity.PhoneNumber,
        Topic.DateOfBirth => Entity.Dob,
        _ => Entity.CreditCardNumber,
    };

    private void Mask(DigitRun run, Topic topic)
    {
        var whole = topic == Topic.Card ? run.Digits is >= CardDigits and <= 19 : topic == Topic.Ssn && run.Digits == SsnDigits;
        var keep = _options.KeepLastFour && whole && !run.Corrected && SpokenRun.IsWritten(_draft.Tokens, run) ? 4 : 0;
        SpokenRun.Mask(_draft, run, EntityOf(topic).RuleName(), keep);
        if (topic == Topic.Card && !IsOpen(Topic.Card))
            _context.Hear(Topic.Card, _at);
        _context.Answer(topic, _role, run.Digits, CompleteDigits(topic), _at);
    }

    /// <summary>"Four digit PIN" names the PIN; the four is none of its digits.</summary>
    private void SpareLabels(List<Numeral> numerals)
    {
        for (var i = 0; i < numerals.Count; i++)
        {
            if (_labels.AnyBetween(numerals[i].First - 1, numerals[i].Last + 1))
                numerals[i] = numerals[i] with { Harmless = Harmless.Count };
        }
    }

    /// <summary>"My PIN is 4711 points", "my PIN is 12:34": what is named or asked for as a secret is one, whatever word comes next.</summary>
    private void DoubtCounts(List<Numeral> numerals)
    {
        for (var i = 0; i < numerals.Count; i++)
        {
            var numeral = numerals[i];
            var first = _draft.Tokens[numeral.First];
            if (!(numeral.Harmless is Harmless.Money or Harmless.Count or Harmless.Address || IsBareTime(numeral)) || numeral.Digits < 3 || (first.Start > 0 && char.IsSymbol(_draft.Text[first.Start - 1])))
                continue;
            var label = _labels.Before(numeral.First);
            var named = label >= 0 && _labels.All[label].Last < numeral.First && IsCode(_labels.All[label].Topic) && Labels.Leads(_draft.Tokens, _labels.All[label].Last, numeral.First);
            var isAnswer = i == 0 && _labels.All.Count == 0 && (IsOpen(Topic.Card) || IsOpen(Topic.SecurityCode) || IsOpen(Topic.Pin) || IsOpen(Topic.Ssn))
                && SpokenRun.Begins(_draft.Tokens, new DigitRun(numeral.First, numeral.Last, numeral.Digits, 1));
            if (named || isAnswer)
                numerals[i] = numeral with { Harmless = Harmless.No };
        }
    }

    /// <summary>"12:34" without AM and PM: how engines that write may write "twelve thirty four".</summary>
    private bool IsBareTime(Numeral numeral) => numeral.Harmless == Harmless.Time && numeral.Last > numeral.First
        && !(numeral.Last + 1 < _draft.Tokens.Length && HarmlessNumbers.IsMeridiem(_draft.Text, _draft.Tokens, numeral.Last + 1));

    private static bool IsCode(Topic topic) => topic is Topic.Card or Topic.SecurityCode or Topic.Pin or Topic.Ssn;

    /// <summary>The digits of an utterance that nothing explains, when they stand close to each other: perhaps one number with remarks in between.</summary>
    private int ScatteredDigits(List<DigitRun> runs)
    {
        var digits = 0;
        for (var i = 0; i < runs.Count; i++)
        {
            var near = (i > 0 && runs[i].First - runs[i - 1].Last <= 6) || (i + 1 < runs.Count && runs[i + 1].First - runs[i].Last <= 6);
            if (near && !runs[i].IsDate && !runs[i].Telephone && !runs[i].Mixed && RunLabels.Governing(_draft.Tokens, _labels, runs[i], out _) == Topic.None)
                digits += runs[i].Digits;
        }

        return digits;
    }
}
