namespace Gateway.Simulator.Drills;

/// <summary>What is good enough: every limit that a verdict uses, and why it is what it is.</summary>
internal static class DrillLimits
{
    /// <summary>
    /// From a lost stream to the first audio of the next. Detection takes no time, a look at the call and a request for a stream some
    /// hundred milliseconds each, Twilio's dial half a second; and one repetition must fit in.
    /// </summary>
    public static readonly TimeSpan Recovery = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Speech that is lost though a stream carried it: the rest of a sentence that was cut, and what is said until the gate is open again.
    /// </summary>
    public static readonly TimeSpan SpeechBeyondOutage = TimeSpan.FromSeconds(2);

    /// <summary>
    /// One more stream has to be asked for, because the dial of the first one was refused. A gateway that does not heed the callback which
    /// says so waits as long as Twilio may take to dial.
    /// </summary>
    public static readonly TimeSpan SecondRequest = TimeSpan.FromSeconds(5) + Recovery;

    /// <summary>
    /// After an answer that leaves open whether there is a stream, a careful gateway first waits whether one comes: as long as Twilio may
    /// take to dial.
    /// </summary>
    public static readonly TimeSpan UnknownOutcome = TimeSpan.FromSeconds(10);

    /// <summary>What a 429 asks for.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>From a restarted gateway that is ready to the first audio: Twilio's callbacks may come a few seconds late.</summary>
    public static readonly TimeSpan AfterRestart = TimeSpan.FromSeconds(10);

    /// <summary>How long a drill lets a gateway that was told to end go on with its calls; a second signal ends that.</summary>
    public static readonly TimeSpan Drain = TimeSpan.FromSeconds(5);

    /// <summary>How long a gateway may take to end on SIGTERM, and to be ready when it is started.</summary>
    public static readonly TimeSpan Restart = TimeSpan.FromMinutes(1);

    /// <summary>From the end of an utterance to its transcript: an endpointer's second, and recognition on a machine that is busy.</summary>
    public static readonly TimeSpan Arrival = TimeSpan.FromSeconds(8);

    /// <summary>What is said just before a stop request still arrives so long after it.</summary>
    public static readonly TimeSpan AfterStop = TimeSpan.FromSeconds(3);

    /// <summary>Requests to the REST API in one drill, looks at the call and repetitions included: more is a storm.</summary>
    public const int Requests = 12;

    /// <summary>Requests that may follow after a call is over: one that was under way, and one to learn that it is over.</summary>
    public const int RequestsAfterHangUp = 3;

    /// <summary>How long a drill waits for something that has a limit before it gives up.</summary>
    public static TimeSpan Patience(TimeSpan limit) => limit + TimeSpan.FromSeconds(10);
}
