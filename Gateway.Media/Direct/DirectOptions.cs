using System.ComponentModel.DataAnnotations;

namespace Gateway.Media.Direct;

/// <summary>
/// Audio that comes without Twilio (api.md 7). Configuration section <c>Gateway:Direct</c>. Idle and longest time are those of calls: <c>Calls:MediaIdle</c>,
/// <c>Calls:MaxSpan</c>.
/// </summary>
public sealed class DirectOptions
{
    /// <summary>
    /// The most direct streams at the same time; further ones are told 5002. Each may keep a processor busy when it carries a recording, so keep it well below
    /// what the machine can recognise beside its calls.
    /// </summary>
    /// <value>Default 100; 0 (none) to 100 000.</value>
    [Range(0, 100_000)]
    public int MaxStreams { get; init; } = 100;
}
