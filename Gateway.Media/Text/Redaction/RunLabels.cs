namespace Gateway.Media.Text.Redaction;

/// <summary>Which label of an utterance is for a run of digits.</summary>
internal static class RunLabels
{
    /// <summary>
    /// The label that stands directly before the run or names it afterwards; without one, the last sensitive label before it. A harmless
    /// label must be attached.
    /// </summary>
    public static Topic Governing(Token[] tokens, Labels labels, DigitRun run, out bool attached)
    {
        attached = false;
        var all = labels.All;
        var before = labels.Before(run.First);
        if (before >= 0 && Labels.Leads(tokens, all[before].Last, run.First))
        {
            attached = true;
            // "The PIN for the card is": a PIN.
            return before > 0 && all[before].Topic == Topic.CardMentioned && all[before - 1].Topic.IsSensitive()
                && Labels.Leads(tokens, all[before - 1].Last, all[before].First) ? all[before - 1].Topic : all[before].Topic;
        }

        if (before + 1 < all.Count && all[before + 1].First > run.Last && Labels.LeadsBack(tokens, run.Last, all[before + 1].First))
        {
            attached = true;
            return all[before + 1].Topic;
        }

        var sensitive = labels.SensitiveBefore(run.First);
        return sensitive >= 0 ? all[sensitive].Topic : Topic.None;
    }
}
