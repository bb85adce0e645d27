using System.Buffers.Text;
using System.Text.Json;
using Gateway.Core;

namespace Gateway.Media.Twilio;

/// <summary>
/// Reads Media Streams messages: bytes in, message out, nothing else. Tolerant where Twilio varies (order of members, numbers as strings or
/// as numbers, unknown members and events), strict where decoding would go wrong. Reading media allocates nothing. Not safe for concurrent
/// use.
/// </summary>
internal sealed class TwilioMessageReader
{
    private byte[] _unescaped = [];

    /// <summary>Reads one message.</summary>
    /// <exception cref="TwilioProtocolException"><see cref="TwilioViolation.NotJson"/>: not exactly one JSON object.</exception>
    public TwilioMessage Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return ReadObject(utf8);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escaped string that is no valid UTF-16.
            throw NotJson();
        }
    }

    /// <summary>Reads the <c>start</c> message. Happens once a stream, so it may allocate.</summary>
    /// <exception cref="TwilioProtocolException">Something that transcription needs is missing or unusable.</exception>
    public static StreamStart ReadStart(ReadOnlySpan<byte> utf8)
    {
        TwilioStartMessage? message;
        try
        {
            message = JsonSerializer.Deserialize(utf8, TwilioJson.Default.TwilioStartMessage);
        }
        catch (JsonException failure)
        {
            throw new TwilioProtocolException(TwilioViolation.InvalidStart, $"start: {Ascii(failure.Path)} is of the wrong type");
        }

        var start = message?.Start ?? throw new TwilioProtocolException(TwilioViolation.InvalidStart, "start: the member 'start' is missing");
        if (!CallSid.TryParse(start.CallSid, out var callSid))
            throw new TwilioProtocolException(TwilioViolation.InvalidStart, "start.callSid must be CA and 32 hexadecimal digits");
        if (!StreamSid.TryParse(start.StreamSid ?? message.StreamSid, out var streamSid))
            throw new TwilioProtocolException(TwilioViolation.InvalidStart, "start.streamSid must be 1 to 64 printable characters");
        if (start.MediaFormat is not { } format || format.Encoding != "audio/x-mulaw" || format.SampleRate != 8000 || format.Channels != 1)
            throw new TwilioProtocolException(TwilioViolation.UnsupportedMediaFormat, "start.mediaFormat must be audio/x-mulaw, sampleRate 8000, channels 1");

        return new StreamStart { CallSid = callSid, StreamSid = streamSid, Tracks = TracksOf(start.Tracks), Token = TokenOf(start.CustomParameters) };
    }

    private static string? TokenOf(Dictionary<string, JsonElement>? parameters)
    {
        if (parameters?.TryGetValue("token", out var value) != true || value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // An element is decoded only when it is read, and this one is no valid Unicode.
            throw new TwilioProtocolException(TwilioViolation.InvalidStart, "start.customParameters.token is no valid Unicode");
        }
    }

    /// <summary>No list at all leaves both tracks possible; a list that names none of ours cannot be transcribed.</summary>
    private static HashSet<Track> TracksOf(string[]? names)
    {
        if (names is null)
            return [Track.Inbound, Track.Outbound];
        var tracks = new HashSet<Track>();
        foreach (var name in names)
        {
            // "inbound_track" is how TwiML spells the request; the message normally says "inbound".
            if (name is "inbound" or "inbound_track")
                tracks.Add(Track.Inbound);
            else if (name is "outbound" or "outbound_track")
                tracks.Add(Track.Outbound);
        }

        return tracks.Count > 0 ? tracks : throw new TwilioProtocolException(TwilioViolation.InvalidStart, "start.tracks names neither inbound nor outbound");
    }

    private TwilioMessage ReadObject(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw NotJson();

        var kind = TwilioEvent.Unknown;
        long? sequence = null;
        MediaFrame media = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("event"u8))
            {
                reader.Read();
                kind = EventOf(ref reader);
            }
            else if (reader.ValueTextEquals("sequenceNumber"u8))
            {
                reader.Read();
                sequence = NumberOf(ref reader);
            }
            else if (reader.ValueTextEquals("media"u8))
            {
                reader.Read();
                media = MediaOf(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        // Reading on proves that nothing follows the object: the reader throws if something does.
        while (reader.Read())
        {
        }

        return new TwilioMessage { Event = kind, SequenceNumber = sequence, Media = media };
    }

    private MediaFrame MediaOf(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return default;
        }

        Track? track = null;
        long? timestamp = null;
        ReadOnlySpan<byte> payload = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("track"u8))
            {
                reader.Read();
                track = TrackOf(ref reader);
            }
            else if (reader.ValueTextEquals("timestamp"u8))
            {
                reader.Read();
                timestamp = NumberOf(ref reader);
            }
            else if (reader.ValueTextEquals("payload"u8))
            {
                reader.Read();
                payload = BytesOf(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new MediaFrame { Track = track, TimestampMilliseconds = timestamp, Payload = payload };
    }

    private ReadOnlySpan<byte> BytesOf(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return default;
        }

        if (!reader.ValueIsEscaped)
            return reader.ValueSpan;
        // Base64 holds slashes, and some writers escape those.
        if (_unescaped.Length < reader.ValueSpan.Length)
            _unescaped = new byte[reader.ValueSpan.Length];
        return _unescaped.AsSpan(0, reader.CopyString(_unescaped));
    }

    private static TwilioEvent EventOf(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return TwilioEvent.Unknown;
        }

        return reader.ValueTextEquals("media"u8) ? TwilioEvent.Media
            : reader.ValueTextEquals("start"u8) ? TwilioEvent.Start
            : reader.ValueTextEquals("stop"u8) ? TwilioEvent.Stop
            : reader.ValueTextEquals("connected"u8) ? TwilioEvent.Connected
            : reader.ValueTextEquals("dtmf"u8) ? TwilioEvent.Dtmf
            : reader.ValueTextEquals("mark"u8) ? TwilioEvent.Mark
            : TwilioEvent.Unknown;
    }

    private static Track? TrackOf(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            if (reader.ValueTextEquals("inbound"u8))
                return Track.Inbound;
            if (reader.ValueTextEquals("outbound"u8))
                return Track.Outbound;
        }

        reader.Skip();
        return null;
    }

    /// <summary>Twilio writes numbers as strings; both are read. Null for anything else, and for what does not fit.</summary>
    private static long? NumberOf(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number
            && Utf8Parser.TryParse(reader.ValueSpan, out long number, out var used) && used == reader.ValueSpan.Length && number >= 0)
            return number;
        reader.Skip();
        return null;
    }

    private static TwilioProtocolException NotJson() => new(TwilioViolation.NotJson, "a message must be one JSON object in UTF-8");

    /// <summary>A JSON path may repeat a member name of the peer's choice; the close frame takes only a short, plain one.</summary>
    private static string Ascii(string? path) =>
        path is { Length: <= 40 } && path.All(char.IsAscii) ? path : "a member";
}
