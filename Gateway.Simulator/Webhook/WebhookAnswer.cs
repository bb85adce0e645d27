namespace Gateway.Simulator.Webhook;

/// <summary>How the receiver answers a transcript that bears the right secret.</summary>
internal sealed record WebhookAnswer
{
    /// <summary>200, at once.</summary>
    public static WebhookAnswer Ok { get; } = new();

    /// <summary>The HTTP status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The <c>Location</c> of a redirect.</summary>
    public Uri? Location { get; init; }

    /// <summary>The answer is held back until this completes.</summary>
    public Task Gate { get; init; } = Task.CompletedTask;

    /// <summary>What follows the status.</summary>
    public AnswerBody Body { get; init; }

    /// <summary>Only the next transcript is answered so, those after it with <see cref="Ok"/>.</summary>
    public bool Once { get; init; }
}

/// <summary>What an answer holds, and how it comes.</summary>
internal enum AnswerBody
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The request as it came: target, headers and body.</summary>
    Echo,

    /// <summary>One byte after the other, as long as the client stays.</summary>
    Trickle,

    /// <summary>As much as the client takes, without end.</summary>
    Endless,

    /// <summary>A few bytes, and then the connection is reset.</summary>
    Reset,
}
