using Gateway.Core;

namespace Gateway.Simulator.Scripts;

/// <summary>One thing that is said in a script.</summary>
/// <param name="Track">Where it is heard.</param>
/// <param name="Role">Who says it.</param>
/// <param name="Start">Its first speech sample.</param>
/// <param name="End">Its last speech sample.</param>
/// <param name="Text">The words that are spoken.</param>
/// <param name="Redacted">The text that a formatting and redacting gateway must deliver; null where that is the words as spoken.</param>
internal sealed record ScriptedUtterance(Track Track, Speaker Role, TimeSpan Start, TimeSpan End, string Text, string? Redacted = null)
{
    /// <summary>What must arrive.</summary>
    public string ExpectedText => Redacted ?? Text;
}
