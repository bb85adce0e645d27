namespace Gateway.Simulator.Drills;

/// <summary>One rehearsal of one failure.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="What">What happens in it, in a few words.</param>
/// <param name="PlayAsync">Plays it: does everything after the call is being transcribed, up to the judgement.</param>
internal sealed record Drill(string Name, string What, Func<Rehearsal, Task> PlayAsync)
{
    /// <summary>Whether the gateway must have been started here, because the drill ends it.</summary>
    public bool EndsGateway { get; init; }

    /// <summary>All of them, in the order in which they are run: those that need most trust in the rest come last.</summary>
    public static IReadOnlyList<Drill> All { get; } =
    [
        new("socket-reset", "the connection is reset in mid-word", SocketDrills.ResetAsync),
        new("reset-unreported", "the same, and Twilio's callback never comes", SocketDrills.ResetUnreportedAsync),
        new("half-open", "the connection stays, and nothing passes any more", SocketDrills.HalfOpenAsync),
        new("error-without-close", "an error is reported, and the audio goes on", SocketDrills.ErrorWithoutCloseAsync),
        new("url-refused", "the next stream's URL is refused as if it had expired", SocketDrills.UrlRefusedAsync),
        new("two-streams-older", "a call has two streams, and the older one is reset", SocketDrills.OlderOfTwoAsync),
        new("two-streams-newer", "a call has two streams, and the newer one is reset", SocketDrills.NewerOfTwoAsync),
        new("rest-500", "the request for a stream is answered with 500", RestDrills.ServerErrorAsync),
        new("rest-429", "every first request is answered with 429", RestDrills.TooManyRequestsAsync),
        new("rest-timeout", "the request for a stream is never answered", RestDrills.TimeoutAsync),
        new("rest-answer-lost", "the stream is made, and the answer gets lost", RestDrills.AnswerLostAsync),
        new("callback-duplicated", "the error is reported two times", CallbackDrills.DuplicatedAsync),
        new("callback-late", "the error is reported when all is well again", CallbackDrills.LateAsync),
        new("callback-forged", "errors are reported that Twilio did not sign", CallbackDrills.ForgedAsync),
        new("callback-replayed", "an old report is sent again", CallbackDrills.ReplayedAsync),
        new("webhook-down", "the webhook target fails during recovery", PartyDrills.WebhookDownAsync),
        new("stop-in-recovery", "transcription is stopped during recovery", PartyDrills.StopAsync),
        new("hang-up-in-recovery", "the call ends during recovery", PartyDrills.HangUpAsync),
        new("restart", "the gateway is ended with SIGTERM and started again", ProcessDrills.RestartAsync) { EndsGateway = true },
        new("kill", "the gateway is killed and started again", ProcessDrills.KillAsync) { EndsGateway = true },
    ];
}
