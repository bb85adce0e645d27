using System.Collections.Concurrent;
using System.Net.WebSockets;
using Gateway.Core;
using Gateway.Media.Conversations;
using Gateway.Media.Sockets;
using Microsoft.Extensions.Logging;

namespace Gateway.Media.Direct;

/// <summary>The direct streams of this process (api.md 7). Safe for concurrent use.</summary>
public sealed partial class DirectStreams
{
    private readonly ConcurrentDictionary<DirectSession, bool> _sessions = new();
    private readonly DirectOptions _options;
    private readonly DirectServices _services;
    private readonly ConversationTable _conversations;
    private readonly ILogger _logger;

    internal DirectStreams(DirectOptions options, DirectServices services, ConversationTable conversations, ILogger logger)
    {
        _options = options;
        _services = services;
        _conversations = conversations;
        _logger = logger;
    }

    /// <summary>Streams whose audio has come faster than it is recognised.</summary>
    internal int WaitingForRoom => _sessions.Keys.Count(session => session.WaitsForRoom);

    /// <summary>Serves one accepted socket until it is closed. Never throws for what a client does.</summary>
    /// <param name="socket">Disposed when this completes.</param>
    /// <param name="conversation">What the token said.</param>
    /// <param name="ready">Whether speech can be recognised yet; otherwise the client is told 5002, as it is when there are too many streams.</param>
    /// <param name="stopping">Fires when the process is about to end.</param>
    public async Task ServeAsync(WebSocket socket, ConversationId conversation, bool ready, CancellationToken stopping)
    {
        var joined = _conversations.Join(conversation);
        // Those that have not begun take up a socket and nothing else.
        var session = new DirectSession(_services, joined, () => ready && _sessions.Keys.Count(other => other.HasBegun) < _options.MaxStreams);
        _sessions[session] = true;
        if (_sessions.Count > ConnectionsFor(_options.MaxStreams))
            session.End(DirectEnd.Refused(StatusCode.NoCapacity, "Too many connections are open"));
        try
        {
            using var connection = new DirectConnection(socket, session, _services.Time);
            Log.Connected(_logger, conversation);
            var end = await connection.ServeAsync(stopping).ConfigureAwait(false);
            if (connection.Fault is { } fault)
                Log.Faulted(_logger, fault, conversation);
            else
                Tell(conversation, session, end);
        }
        finally
        {
            _sessions.TryRemove(session, out _);
            _conversations.Leave(joined);
        }
    }

    /// <summary>Tells a client that its token is not good (INF-47), and closes.</summary>
    /// <param name="socket">Disposed when this completes.</param>
    /// <param name="reason">At most 120 ASCII characters.</param>
    public async Task RefuseAsync(WebSocket socket, string reason)
    {
        using var accepted = new AcceptedSocket(socket, _services.Time);
        await accepted.CloseAsync(WebSocketCloseStatus.PolicyViolation, reason).ConfigureAwait(false);
    }

    /// <summary>Ends streams that are idle, or have lasted too long. To be called about once a second.</summary>
    public void Sweep()
    {
        foreach (var session in _sessions.Keys)
            session.Sweep();
    }

    /// <summary>Connections that have not begun need not be many: clients begin at once.</summary>
    private static int ConnectionsFor(int streams) => 2 * streams + 20;

    private void Tell(ConversationId conversation, DirectSession session, DirectEnd end)
    {
        var report = session.Report();
        if (end == DirectEnd.Finished)
            Log.Finished(_logger, conversation, session.Stream, report?.StreamingSeconds ?? 0, report?.Transcripts ?? 0);
        else
            Log.Ended(_logger, conversation, session.Stream, end.Ending, (int?)end.Code, end.Reason, report?.StreamingSeconds ?? 0, report?.Transcripts ?? 0,
                session.IsOverdue ? "; its last words are still being recognised, and reach the store and the webhook only" : "");
    }

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Debug, "Conversation {Conversation}: a direct stream was opened.")]
        public static partial void Connected(ILogger logger, ConversationId conversation);

        [LoggerMessage(1202, LogLevel.Information, "Conversation {Conversation}: direct stream {Stream} finished; {Seconds} s of audio, {Transcripts} transcripts.")]
        public static partial void Finished(ILogger logger, ConversationId conversation, StreamId? stream, long seconds, int transcripts);

        [LoggerMessage(1203, LogLevel.Warning,
            "Conversation {Conversation}: direct stream {Stream} ended ({Ending}, status {Code}): {Reason}. {Seconds} s of audio, {Transcripts} transcripts{Rest}.")]
        public static partial void Ended(ILogger logger, ConversationId conversation, StreamId? stream, StreamEnding ending, int? code, string reason, long seconds, int transcripts, string rest);

        [LoggerMessage(1204, LogLevel.Error, "Conversation {Conversation}: a fault in the gateway ended a direct stream with status 5000. Other streams go on.")]
        public static partial void Faulted(ILogger logger, Exception unexpected, ConversationId conversation);
    }
}
