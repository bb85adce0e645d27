namespace Gateway.Simulator.Scripts;

/// <summary>From a start request to the next stop request.</summary>
/// <param name="Start">When the start request is sent.</param>
/// <param name="Stop">When the stop request is sent.</param>
internal sealed record TranscriptionWindow(TimeSpan Start, TimeSpan Stop)
{
    /// <summary>Whether the whole utterance lies within.</summary>
    public bool Contains(ScriptedUtterance utterance) => utterance.Start >= Start && utterance.End <= Stop;

    /// <summary>Whether a part of the utterance lies within, another part without.</summary>
    public bool Cuts(ScriptedUtterance utterance) => utterance.Start < Stop && utterance.End > Start && !Contains(utterance);

    /// <summary>Both edges in milliseconds.</summary>
    public override string ToString() => $"{Start.TotalMilliseconds}-{Stop.TotalMilliseconds} ms";
}
