namespace Gateway.Core;

/// <summary>
/// When an utterance passed the stages of its way, as timestamps of one process's monotonic clock (<see cref="TimeProvider.GetTimestamp"/>): never compared with those of
/// another process, and never kept.
/// </summary>
/// <param name="Heard">The frame that held its last speech was received: latency counts from here.</param>
/// <param name="Ended">The endpointer found that it was over.</param>
/// <param name="Finishing">A recogniser was asked for its final text.</param>
/// <param name="Recognised">The final text was there.</param>
/// <param name="Written">Formatted, redacted, and about to be handed on.</param>
public readonly record struct UtteranceTiming(long Heard, long Ended, long Finishing, long Recognised, long Written);
