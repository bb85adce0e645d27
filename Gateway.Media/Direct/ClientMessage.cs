using System.Text.Json;
using Gateway.Core;

namespace Gateway.Media.Direct;

/// <summary>What the client says on a direct stream (api.md 7.3).</summary>
internal abstract record ClientMessage;

/// <summary><c>startStream</c>, with its values checked one by one, but not yet against what this gateway offers.</summary>
/// <param name="Participant">Who speaks.</param>
/// <param name="Settings">What is asked for; one of the two ids.</param>
internal sealed record StartStream(Participant Participant, TranscriptionSettings Settings) : ClientMessage;

/// <summary><c>updateVocabulary</c>.</summary>
/// <param name="Phrases">What came as <c>phrases</c>; undefined when nothing did.</param>
internal sealed record UpdateVocabulary(JsonElement Phrases) : ClientMessage;

/// <summary><c>finishStream</c>.</summary>
internal sealed record FinishStream : ClientMessage;

/// <summary>Nothing that can be followed.</summary>
/// <param name="Code">Why.</param>
/// <param name="Reason">The same for people; holds nothing of what was said.</param>
internal sealed record Unusable(StatusCode Code, string Reason) : ClientMessage;
