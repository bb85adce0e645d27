using Gateway.Media.Calls;
using Gateway.Media.Conversations;

namespace Gateway.Media.Direct;

/// <summary>What every direct stream needs of the process.</summary>
internal sealed record DirectServices(CallOptions Options, TranscriptionTerms Terms, Transcriber Transcriber, MediaMetrics Metrics, TimeProvider Time);
