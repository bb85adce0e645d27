namespace Gateway.Host.Recovery;

/// <summary>Which audio of a call leg a stream carries.</summary>
internal enum StreamTracks
{
    /// <summary>What Twilio receives from the party.</summary>
    Inbound,

    /// <summary>What the party hears.</summary>
    Outbound,

    /// <summary>Both, as messages of their own.</summary>
    Both,
}

/// <summary>The HTTP method of a status callback.</summary>
internal enum CallbackMethod
{
    /// <summary>Parameters in the query.</summary>
    Get,

    /// <summary>Parameters in a form.</summary>
    Post,
}

/// <summary>
/// A stream that Twilio is asked for, over REST or in TwiML. Never prints itself: URL and parameters hold tokens and telephone numbers. Nothing is
/// checked until it is used.
/// </summary>
internal sealed class StreamRequest
{
    /// <summary>The most custom parameters that the REST API takes.</summary>
    private const int MaxParameters = 99;

    /// <summary>The most characters of a custom parameter, name and value together (Twilio, TwiML Stream).</summary>
    private const int MaxParameterCharacters = 499;

    /// <summary>The <c>wss</c> URL to dial. Without query, which Twilio does not support (C1), and without fragment.</summary>
    public required string Url { get; init; }

    /// <summary>What the stream is called, once within its call; null: Twilio calls it by its Stream SID.</summary>
    public string? Name { get; init; }

    /// <summary>Which audio; null: Twilio's default, inbound.</summary>
    public StreamTracks? Tracks { get; init; }

    /// <summary>The absolute URL that is told of starts, stops and errors; its fragment tells Twilio how to retry. Null: nobody is told.</summary>
    public string? StatusCallback { get; init; }

    /// <summary>How it is told; null: Twilio's default, POST.</summary>
    public CallbackMethod? StatusCallbackMethod { get; init; }

    /// <summary>Custom parameters of the start message, at most 99, each of less than 500 characters.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; } = [];

    /// <summary>What Twilio calls <see cref="Tracks"/>, or null.</summary>
    public string? TrackName => Tracks switch
    {
        null => null,
        StreamTracks.Inbound => "inbound_track",
        StreamTracks.Outbound => "outbound_track",
        _ => "both_tracks",
    };

    /// <summary>What Twilio calls <see cref="StatusCallbackMethod"/>, or null.</summary>
    public string? MethodName => StatusCallbackMethod switch { null => null, CallbackMethod.Get => "GET", _ => "POST" };

    /// <summary>Refuses what Twilio would refuse or, worse, silently ignore.</summary>
    /// <exception cref="ArgumentException">A member is not as described; the message repeats no value.</exception>
    public void Check()
    {
        // Blanks are reported as streams that silently do not start.
        if (!Url.StartsWith("wss://", StringComparison.Ordinal) || Url.Any(char.IsWhiteSpace) || Url.AsSpan().IndexOfAny('?', '#') >= 0 || !Uri.TryCreate(Url, UriKind.Absolute, out _))
            throw new ArgumentException("The stream's URL must be an absolute wss URL without blanks, query and fragment.");
        if (Name is { Length: 0 })
            throw new ArgumentException("A stream's name must not be empty.");
        if (StatusCallback is not null && !(Uri.TryCreate(StatusCallback, UriKind.Absolute, out var callback) && (callback.Scheme == Uri.UriSchemeHttps || callback.Scheme == Uri.UriSchemeHttp)))
            throw new ArgumentException("The status callback must be an absolute http or https URL.");
        if (Parameters.Count > MaxParameters)
            throw new ArgumentException("A stream has at most 99 custom parameters.");
        if (Parameters.Any(parameter => parameter.Key.Length == 0 || parameter.Key.Length + parameter.Value.Length > MaxParameterCharacters))
            throw new ArgumentException("A custom parameter must have a name, and less than 500 characters with its value.");
        // Duplicate names in the start message are undefined.
        if (Parameters.DistinctBy(parameter => parameter.Key).Count() < Parameters.Count)
            throw new ArgumentException("Custom parameters must have different names.");
    }
}
