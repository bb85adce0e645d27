namespace Gateway.Media.Text.Redaction;

/// <summary>Which label of an utterance is for a run of digits.</summary>
internal static class RunLabels
{
    /// <summary>
    /// The label that stands directly before the run or names it afterwards; without one, the last sensitive label before it. A harmless
    /// label must be attached.
    /// </summary>
    public static Topic Governing(Token[] tokens, List<Label> labels, DigitRun run, out bool attached)
    {
        attached = false;
        var before = -1;
        for (var i = 0; i < labels.Count && labels[i].Last < run.First; i++)
            before = i;
        if (before >= 0 && IsLedTo(tokens, labels[before], run))
        {
            attached = true;
            // "The PIN for the card is": a PIN.
            return before > 0 && labels[before].Topic == Topic.CardMentioned && labels[before - 1].Topic.IsSensitive()
                && Labels.Leads(tokens, labels[before - 1].Last, labels[before].First) ? labels[before - 1].Topic : labels[before].Topic;
        }

        if (before + 1 < labels.Count && labels[before + 1].First > run.Last && Labels.LeadsBack(tokens, run.Last, labels[before + 1].First))
        {
            attached = true;
            return labels[before + 1].Topic;
        }

        for (var i = before; i >= 0; i--)
        {
            if (labels[i].Topic.IsSensitive())
                return labels[i].Topic;
        }

        return Topic.None;
    }

    private static bool IsLedTo(Token[] tokens, Label label, DigitRun run) => Labels.Leads(tokens, label.Last, run.First);
}
