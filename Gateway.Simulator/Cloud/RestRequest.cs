using Gateway.Core;

namespace Gateway.Simulator.Cloud;

/// <summary>A request to the REST API as it arrived.</summary>
/// <param name="At">The clock's timestamp of its arrival.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path.</param>
/// <param name="Call">The call that it is about; null if the path names none.</param>
/// <param name="Form">Its parameters; empty without a body. Of several values of one name the last counts.</param>
internal sealed record RestRequest(long At, string Method, string Path, CallSid? Call, IReadOnlyDictionary<string, string> Form)
{
    /// <summary>The status of the answer; null as long as there is none, and if there never is.</summary>
    public int? Answer { get; set; }

    /// <summary>Whether it asks for a stream.</summary>
    public bool AsksForStream => Method == "POST" && Path.EndsWith("/Streams.json", StringComparison.Ordinal);
}

/// <summary>What becomes of a request to the REST API instead of the usual.</summary>
/// <param name="Kind">What happens.</param>
internal sealed record RestFault(RestFaultKind Kind)
{
    /// <summary>What a 429 says in <c>Retry-After</c>; null: it has no such header.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How long a request hangs: until this completes, or until the gateway gives up. Then it is served.</summary>
    public Task Until { get; init; } = Task.CompletedTask;
}

/// <summary>How a request to the REST API fails.</summary>
internal enum RestFaultKind
{
    /// <summary>500, and nothing is done.</summary>
    ServerError,

    /// <summary>429 with code 20429, and nothing is done.</summary>
    TooManyRequests,

    /// <summary>No answer for a while.</summary>
    Hang,

    /// <summary>It is done, and then the connection is cut instead of an answer.</summary>
    AnswerLost,
}
