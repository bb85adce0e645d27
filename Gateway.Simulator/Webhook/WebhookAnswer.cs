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
}
