using System.Security.Cryptography;
using Gateway.Core;

namespace Gateway.Host.Recovery;

/// <summary>
/// The three questions that the gateway has for Twilio's REST API (2010-04-01, Streams and Calls), for one account. Answers are values; nothing is
/// thrown but for mistakes of the caller and cancellation. Safe for concurrent use.
/// </summary>
internal sealed class TwilioRest : IDisposable
{
    private readonly string _account;
    private readonly string[] _secrets;
    private readonly TwilioChannel _channel;

    /// <param name="options">The account, checked; it has a SID and an Auth Token or an API key.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told when the API fails too often.</param>
    /// <param name="jitter">Numbers from 0 to 1 that spread repetitions; null: random.</param>
    /// <exception cref="ArgumentException">The account's SID or its credentials are missing.</exception>
    /// <exception cref="IOException">The file of CA certificates cannot be read.</exception>
    /// <exception cref="CryptographicException">It holds no certificates.</exception>
    public TwilioRest(TwilioOptions options, TimeProvider time, ILogger<TwilioRest> logger, Func<double>? jitter = null)
    {
        _account = options.AccountSid ?? throw new ArgumentException("An account SID is needed.");
        var password = (options.ApiKeySid is null ? options.AuthToken : options.ApiKeySecret) ?? throw new ArgumentException("An Auth Token, or an API key with its secret, is needed.");
        _secrets = [.. new[] { options.AuthToken, options.ApiKeySecret }.OfType<Secret>().Select(secret => secret.Reveal())];
        _channel = new TwilioChannel(options, options.ApiKeySid ?? _account, password, time, logger, jitter);
    }

    /// <summary>
    /// Asks for another stream of a live call. Done means that Twilio will dial, not that it has: wait for the stream's start. Asked once only, unless
    /// nothing was sent or Twilio answered 429: after <see cref="TwilioOutcome.Unknown"/> there may be a stream or not.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="stream"/> is not as it must be.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up; there may be a stream.</exception>
    public async Task<TwilioAnswer<StreamSid>> CreateStreamAsync(CallSid call, StreamRequest stream, CancellationToken cancellationToken)
    {
        stream.Check();
        var reply = await _channel.PostAsync($"{PathOf(call)}/Streams.json", TrackedForm.Encode(FormOf(stream)), repeatable: false, cancellationToken);
        return reply.Outcome != TwilioOutcome.Done ? Failure<StreamSid>(reply, ConfidentialIn(stream))
            : StreamSid.TryParse(reply.Read(TwilioJson.Default.TwilioResource)?.Sid, out var sid) ? new(TwilioOutcome.Done, sid, reply.Status)
            : new(TwilioOutcome.Unknown, Status: reply.Status, Detail: "the answer names no stream");
    }

    /// <summary>Stops a stream. Stopping it again does no harm, so this is repeated when the outcome is unknown and time allows.</summary>
    /// <param name="call">Its call.</param>
    /// <param name="stream">Its Stream SID, or the name that it was asked for with; not empty.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="OperationCanceledException">The caller gave up; the stream may have been stopped.</exception>
    public async Task<TwilioAnswer<StreamStop>> StopStreamAsync(CallSid call, string stream, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(stream);
        var reply = await _channel.PostAsync($"{PathOf(call)}/Streams/{Uri.EscapeDataString(stream)}.json", TrackedForm.Encode([("Status", "stopped")]), repeatable: true, cancellationToken);
        if (reply.Outcome == TwilioOutcome.Done)
            return new(TwilioOutcome.Done, StreamStop.Stopped, reply.Status);
        var failure = Failure<StreamStop>(reply, [stream]);
        return failure is { Status: 404, Code: 20404 } ? new(TwilioOutcome.Done, StreamStop.Gone, reply.Status, failure.Code) : failure;
    }

    /// <summary>How far a call has come. Never <see cref="TwilioOutcome.Unknown"/>; a call that Twilio does not know is refused with 20404.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<TwilioAnswer<TwilioCallStatus>> FetchCallAsync(CallSid call, CancellationToken cancellationToken)
    {
        var reply = await _channel.GetAsync($"{PathOf(call)}.json", cancellationToken);
        return reply.Outcome != TwilioOutcome.Done ? Failure<TwilioCallStatus>(reply, [])
            : reply.Read(TwilioJson.Default.TwilioResource)?.Status is { } status ? new(TwilioOutcome.Done, StatusOf(status), reply.Status)
            : new(TwilioOutcome.Unreachable, Status: reply.Status, Detail: "the answer names no status");
    }

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();

    private static IEnumerable<(string Name, string Value)> FormOf(StreamRequest stream)
    {
        yield return ("Url", stream.Url);
        if (stream.Name is { } name)
            yield return ("Name", name);
        if (stream.TrackName is { } track)
            yield return ("Track", track);
        if (stream.StatusCallback is { } callback)
            yield return ("StatusCallback", callback);
        if (stream.MethodName is { } method)
            yield return ("StatusCallbackMethod", method);
        for (var i = 0; i < stream.Parameters.Count; i++)
        {
            // Numbered from 1. A name that Twilio does not know it would ignore (warning 20001).
            yield return ($"Parameter{i + 1}.Name", stream.Parameters[i].Key);
            yield return ($"Parameter{i + 1}.Value", stream.Parameters[i].Value);
        }
    }

    /// <summary>The token in the URL also by itself.</summary>
    private static IEnumerable<string> ConfidentialIn(StreamRequest stream) =>
        [stream.Url, stream.Url[(stream.Url.LastIndexOf('/') + 1)..], stream.Name ?? "", stream.StatusCallback ?? "", .. stream.Parameters.Select(parameter => parameter.Value)];

    private static TwilioCallStatus StatusOf(string status) => status switch
    {
        "queued" => TwilioCallStatus.Queued,
        "initiated" => TwilioCallStatus.Initiated,
        "ringing" => TwilioCallStatus.Ringing,
        "in-progress" => TwilioCallStatus.InProgress,
        "completed" => TwilioCallStatus.Completed,
        "busy" => TwilioCallStatus.Busy,
        "no-answer" => TwilioCallStatus.NoAnswer,
        "canceled" => TwilioCallStatus.Canceled,
        "failed" => TwilioCallStatus.Failed,
        _ => TwilioCallStatus.Other,
    };

    // With .json: without it this version of the API answers in XML.
    private string PathOf(CallSid call) => $"/2010-04-01/Accounts/{_account}/Calls/{call}";

    private TwilioAnswer<T> Failure<T>(TwilioReply reply, IEnumerable<string> sent)
        where T : struct
    {
        var error = reply.Status is null ? null : reply.Read(TwilioJson.Default.TwilioError);
        return new(reply.Outcome, Status: reply.Status, Code: error?.Code, Detail: reply.Problem ?? TwilioErrorText.Clean(error?.Message, sent.Concat(_secrets)), RetryAfter: reply.RetryAfter);
    }
}
