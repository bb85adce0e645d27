using Gateway.Core;

namespace Gateway.Host.Recovery;

/// <summary>A transcription that nobody has stopped and that cannot go on, because its media stream has broken.</summary>
/// <param name="Call">The call.</param>
/// <param name="Stream">The stream that broke.</param>
/// <param name="At">When transcription ended; null while the gate is still open on a stream from which nothing comes.</param>
/// <param name="Reason">How the stream ended.</param>
/// <param name="Settings">What the last start asked for.</param>
/// <param name="Tracks">The tracks that were transcribed.</param>
internal sealed record Interruption(CallSid Call, StreamSid Stream, DateTimeOffset? At, StreamEnding Reason, TranscriptionSettings Settings, StreamTracks Tracks);
