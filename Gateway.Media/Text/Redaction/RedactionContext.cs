using Gateway.Core;

namespace Gateway.Media.Text.Redaction;

/// <summary>
/// What a call has been talking about: what was asked for and when, and which digits each speaker may go on with. Belongs to the call and
/// outlives its spans. Its size does not grow with the call. Safe for concurrent use: <see cref="Redactor"/> holds <see cref="Sync"/>.
/// </summary>
internal sealed class RedactionContext
{
    /// <summary>Utterances of the two roles arrive a little out of order: a question that was heard late still counts for its answer.</summary>
    private static readonly TimeSpan Disorder = TimeSpan.FromSeconds(5);

    private readonly Asked[] _asked = new Asked[Enum.GetValues<Topic>().Length];
    private readonly OpenRun[] _runs = new OpenRun[2];
    private BenignQuestion _benign;

    public Lock Sync { get; } = new();

    /// <summary>
    /// What the call has been talking about when phrases of a vocabulary are taken as they are written; null until there was one. Kept apart, so that nothing a phrase is written as
    /// takes back what was spoken: a number is masked when either says so.
    /// </summary>
    public RedactionContext? AsWritten { get; private set; }

    /// <summary><see cref="AsWritten"/>, which up to the first phrase is what was spoken.</summary>
    public RedactionContext Fork()
    {
        if (AsWritten is not null)
            return AsWritten;
        AsWritten = new RedactionContext { _benign = _benign };
        _asked.CopyTo(AsWritten._asked, 0);
        _runs.CopyTo(AsWritten._runs, 0);
        return AsWritten;
    }

    /// <summary>A topic came up.</summary>
    public void Hear(Topic topic, DateTimeOffset at)
    {
        ref var asked = ref _asked[(int)topic];
        if (!asked.Known || at >= asked.Since)
            asked = new Asked(Known: true, at, at, ByCustomer: 0, ByAgent: 0);
    }

    /// <summary>Something harmless was asked for.</summary>
    public void HearBenign(Topic topic, Participant by, DateTimeOffset at)
    {
        if (_benign.Topic == Topic.None || at >= _benign.At)
            _benign = new BenignQuestion(topic, by, at);
    }

    /// <summary>Whether a topic is within the window.</summary>
    public bool IsOpen(Topic topic, DateTimeOffset at, TimeSpan window)
    {
        var asked = _asked[(int)topic];
        return asked.Known && at <= asked.Last + window && at >= asked.Since - Disorder;
    }

    /// <summary>When a topic last came up.</summary>
    public DateTimeOffset Since(Topic topic) => _asked[(int)topic].Since;

    /// <summary>
    /// How many digits have been said to a topic since it last came up, by the one who said more: the other one reads them back.
    /// </summary>
    public int Digits(Topic topic) => Math.Max(_asked[(int)topic].ByCustomer, _asked[(int)topic].ByAgent);

    /// <summary>
    /// Digits were said to a topic. Each keeps it open for another window, because cards are read slowly and corrected; after twice as many
    /// digits as the topic has, that ends.
    /// </summary>
    public void Answer(Topic topic, Participant by, int digits, int complete, DateTimeOffset at)
    {
        ref var asked = ref _asked[(int)topic];
        var last = Digits(topic) < 2 * complete && at > asked.Last ? at : asked.Last;
        asked = by == Participant.Customer
            ? asked with { Last = last, ByCustomer = Math.Min(asked.ByCustomer + digits, 1000) }
            : asked with { Last = last, ByAgent = Math.Min(asked.ByAgent + digits, 1000) };
    }

    /// <summary>The harmless thing that the other role asked <paramref name="speaker"/> for, newer than <paramref name="than"/>; none otherwise.</summary>
    public Topic BenignQuestionTo(Participant speaker, DateTimeOffset at, DateTimeOffset than, TimeSpan window) =>
        _benign.Topic != Topic.None && _benign.By != speaker && _benign.At > than && at <= _benign.At + window && at >= _benign.At ? _benign.Topic : Topic.None;

    /// <summary>The digits with which the speaker's last utterance ended, if this one can go on with them.</summary>
    public OpenRun RunOf(Participant speaker, DateTimeOffset at, TimeSpan window)
    {
        var run = _runs[(int)speaker];
        // What the other one asked meanwhile is what is answered now.
        return run.Digits > 0 && at <= run.At + window && !(_benign.By != speaker && _benign.Topic != Topic.None && _benign.At > run.At) ? run : default;
    }

    /// <summary>The speaker's utterance ended with digits, or had none that could be gone on with.</summary>
    public void LeaveRun(Participant speaker, OpenRun run) => _runs[(int)speaker] = run;

    private readonly record struct Asked(bool Known, DateTimeOffset Since, DateTimeOffset Last, int ByCustomer, int ByAgent);

    private readonly record struct BenignQuestion(Topic Topic, Participant By, DateTimeOffset At);
}

/// <summary>Digits at the end of an utterance that the speaker's next one may go on with.</summary>
/// <param name="Digits">How many, over all utterances.</param>
/// <param name="Groups">In how many groups.</param>
/// <param name="InFours">Whether all groups were of four digits, the first one beginning like a card.</param>
/// <param name="At">When the last of them was said.</param>
internal readonly record struct OpenRun(int Digits, int Groups, bool InFours, DateTimeOffset At);
