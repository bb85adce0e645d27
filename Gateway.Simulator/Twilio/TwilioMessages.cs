using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Core;

namespace Gateway.Simulator.Twilio;

/// <summary>
/// Writes the messages of one stream as Twilio does: counters are strings, and properties come in the order seen on live calls (which
/// differs between messages). Every method returns a view of one buffer, valid until the next call; one caller at a time.
/// </summary>
internal sealed class TwilioMessages : IDisposable
{
    /// <summary>The account that owns a stream unless another is named.</summary>
    public const string AccountSid = "AC00000000000000000000000000000001";

    private readonly string _account;
    private readonly CallSid _call;
    private readonly StreamSid _stream;
    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private readonly Utf8JsonWriter _json;
    private long _sequenceNumber;
    private long _chunk;

    /// <summary>Begins the messages of a stream.</summary>
    public TwilioMessages(CallSid call, StreamSid stream, string account = AccountSid)
    {
        _account = account;
        _call = call;
        _stream = stream;
        // Twilio does not escape the plus sign of a telephone number or the angle brackets of a name.
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    /// <summary>The first message. It belongs to no sequence and names no stream.</summary>
    public ReadOnlyMemory<byte> Connected()
    {
        Begin("connected"u8);
        _json.WriteString("protocol"u8, "Call"u8);
        _json.WriteString("version"u8, "1.0.0"u8);
        return End();
    }

    /// <summary>The second message: what the stream carries.</summary>
    public ReadOnlyMemory<byte> Start(IReadOnlyList<Track> tracks, IReadOnlyDictionary<string, string> customParameters)
    {
        Begin("start"u8);
        WriteSequenceNumber();
        _json.WriteStartObject("start"u8);
        _json.WriteString("accountSid"u8, _account);
        WriteStreamSid();
        _json.WriteString("callSid"u8, _call.ToString());
        _json.WriteStartArray("tracks"u8);
        foreach (var track in tracks)
            _json.WriteStringValue(Name(track));
        _json.WriteEndArray();
        _json.WriteStartObject("mediaFormat"u8);
        _json.WriteString("encoding"u8, "audio/x-mulaw"u8);
        _json.WriteNumber("sampleRate"u8, 8000);
        _json.WriteNumber("channels"u8, 1);
        _json.WriteEndObject();
        _json.WriteStartObject("customParameters"u8);
        foreach (var (name, value) in customParameters)
            _json.WriteString(name, value);
        _json.WriteEndObject();
        _json.WriteEndObject();
        WriteStreamSid();
        return End();
    }

    /// <summary>Audio of one track. <c>chunk</c> counts over both tracks.</summary>
    /// <param name="track">Where it is heard.</param>
    /// <param name="timestamp">Its presentation time on the stream's clock, sent in whole milliseconds.</param>
    /// <param name="payload">Mu-law bytes.</param>
    public ReadOnlyMemory<byte> Media(Track track, TimeSpan timestamp, ReadOnlySpan<byte> payload)
    {
        Begin("media"u8);
        WriteSequenceNumber();
        _json.WriteStartObject("media"u8);
        _json.WriteString("track"u8, Name(track));
        WriteCounter("chunk"u8, ++_chunk);
        WriteCounter("timestamp"u8, (long)timestamp.TotalMilliseconds);
        _json.WriteBase64String("payload"u8, payload);
        _json.WriteEndObject();
        WriteStreamSid();
        return End();
    }

    /// <summary>A key was pressed. Only here the track is spelled <c>inbound_track</c>.</summary>
    public ReadOnlyMemory<byte> Dtmf(string digit)
    {
        Begin("dtmf"u8);
        WriteStreamSid();
        WriteSequenceNumber();
        _json.WriteStartObject("dtmf"u8);
        _json.WriteString("track"u8, "inbound_track"u8);
        _json.WriteString("digit"u8, digit);
        _json.WriteEndObject();
        return End();
    }

    /// <summary>A mark came back.</summary>
    public ReadOnlyMemory<byte> Mark(string name)
    {
        Begin("mark"u8);
        WriteSequenceNumber();
        WriteStreamSid();
        _json.WriteStartObject("mark"u8);
        _json.WriteString("name"u8, name);
        _json.WriteEndObject();
        return End();
    }

    /// <summary>The last message.</summary>
    public ReadOnlyMemory<byte> Stop()
    {
        Begin("stop"u8);
        WriteSequenceNumber();
        WriteStreamSid();
        _json.WriteStartObject("stop"u8);
        _json.WriteString("accountSid"u8, _account);
        _json.WriteString("callSid"u8, _call.ToString());
        _json.WriteEndObject();
        return End();
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose() => _json.Dispose();

    private static ReadOnlySpan<byte> Name(Track track) => track == Track.Inbound ? "inbound"u8 : "outbound"u8;

    private void Begin(ReadOnlySpan<byte> name)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("event"u8, name);
    }

    private ReadOnlyMemory<byte> End()
    {
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenMemory;
    }

    private void WriteSequenceNumber() => WriteCounter("sequenceNumber"u8, ++_sequenceNumber);

    private void WriteStreamSid() => _json.WriteString("streamSid"u8, _stream.ToString());

    private void WriteCounter(ReadOnlySpan<byte> name, long value)
    {
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        _json.WriteString(name, digits[..length]);
    }
}
