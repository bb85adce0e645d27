using Gateway.Core;
using Gateway.Host.Security;
using Gateway.Transcripts;
using Gateway.Transcripts.Export;
using Gateway.Webhook;

namespace Gateway.Host.Operations;

/// <summary>
/// The verbs <c>purge</c> and <c>resend</c>: what an operator does with one conversation, beside a running gateway or without one.
/// </summary>
internal static class ConversationCommands
{
    /// <summary>Deletes a conversation.</summary>
    public const string PurgeVerb = "purge";

    /// <summary>Posts a conversation's messages again.</summary>
    public const string ResendVerb = "resend";

    private const int NotDone = 1;

    private static readonly TimeSpan LockPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LockLimit = TimeSpan.FromMinutes(1);

    /// <summary>Deletes a conversation from the store and from the export files: an erasure request.</summary>
    /// <param name="options">The gateway's configuration.</param>
    /// <param name="externalId">The conversation.</param>
    /// <param name="time">The clock.</param>
    /// <param name="output">Where it says what it did.</param>
    /// <returns>0 when something was deleted, 1 when there was nothing or the export files are being written.</returns>
    /// <exception cref="StoreRefusedException">The store cannot be used.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public static Task<int> PurgeAsync(GatewayOptions options, string externalId, TimeProvider time, TextWriter output) =>
        AuditedAsync(PurgeVerb, options, externalId, time, output, () => PurgeUnauditedAsync(options, externalId, time, output));

    /// <summary>Posts a conversation's messages to the webhook's target again.</summary>
    /// <param name="options">The gateway's configuration.</param>
    /// <param name="externalId">The conversation.</param>
    /// <param name="onlyUndelivered">Whether only those are posted that are on the ledger.</param>
    /// <param name="time">The clock.</param>
    /// <param name="output">Where it says what it did.</param>
    /// <returns>0 when the target took all of them, 1 when it did not or there are none, 78 when no target is configured.</returns>
    /// <exception cref="StoreRefusedException">The store cannot be used.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public static Task<int> ResendAsync(GatewayOptions options, string externalId, bool onlyUndelivered, TimeProvider time, TextWriter output) =>
        AuditedAsync(ResendVerb, options, externalId, time, output, () => ResendUnauditedAsync(options, externalId, onlyUndelivered, time, output));

    /// <summary>Whatever comes of it is in the audit log; when that cannot be opened, nothing is done.</summary>
    private static async Task<int> AuditedAsync(string verb, GatewayOptions options, string externalId, TimeProvider time, TextWriter output, Func<Task<int>> action)
    {
        if (Obstacle(options) is { } obstacle)
        {
            await output.WriteLineAsync(obstacle);
            return GatewayHost.MisconfiguredExitCode;
        }

        await using var services = new ServiceCollection().AddMetrics().AddLogging().AddSingleton(time).AddSingleton<AuditMetrics>().BuildServiceProvider();
        using var trail = GatewayHost.OpenAudit(options, services);
        var status = StatusCodes.Status500InternalServerError;
        try
        {
            var code = await action();
            status = code == 0 ? StatusCodes.Status200OK : StatusCodes.Status409Conflict;
            return code;
        }
        finally
        {
            if (!trail.Append(new AuditedAction(verb, status) { Who = AuditedAction.Operator, Conversation = externalId }))
                await output.WriteLineAsync("This is not in the audit log: it cannot be written. See Gateway:Audit:Directory, and the disk.");
        }
    }

    /// <summary>Why the command would not do what is meant; null when nothing speaks against it.</summary>
    private static string? Obstacle(GatewayOptions options)
    {
        var database = options.Transcripts.Sqlite.Path ?? GatewayHost.PlaceOf(options).DefaultFile;
        if (options.Transcripts.Store == StoreKind.Sqlite && !File.Exists(database))
            return $"There is no database '{database}'. The command needs the gateway's own configuration: Gateway:StateDirectory, Gateway:Transcripts.";
        return Environment.IsPrivilegedProcess && FileOwner.Of(options.StateDirectory) is { User: not 0 and var owner }
            ? $"'{options.StateDirectory}' belongs to user {owner}, and the gateway could not use the files that root would make. Run the command as that user."
            : null;
    }

    private static async Task<int> PurgeUnauditedAsync(GatewayOptions options, string externalId, TimeProvider time, TextWriter output)
    {
        var place = GatewayHost.PlaceOf(options);
        await using var store = Transcripts.Registration.CreateStore(options.Transcripts, place);
        await store.OpenAsync(CancellationToken.None);
        if (await LockAsync(store, time) is not { } right)
        {
            await output.WriteLineAsync("Export files are being written at the moment. Nothing was deleted; try again in some minutes.");
            return NotDone;
        }

        await using (right)
        {
            // First the files: when this is cut short, the record is still there to be asked for again.
            var publisher = new FeedPublisher(store, Transcripts.Registration.CreateFolder(options.Export, place), options.Export, time);
            var (rows, problems) = await publisher.RemoveAsync(externalId, CancellationToken.None);
            var conversation = await store.FindAsync(externalId, CancellationToken.None);
            var messages = await store.DeleteAsync(externalId, CancellationToken.None);
            foreach (var problem in problems)
                await output.WriteLineAsync($"Export files that may still hold it could not be read. {problem}");
            if (messages is null && rows == 0)
            {
                await output.WriteLineAsync("There is no such conversation.");
                return NotDone;
            }

            await output.WriteLineAsync($"Deleted {messages ?? 0} messages from the store and {rows} rows from export files.");
            if (conversation is { CompletedAt: null })
                await output.WriteLineAsync("The conversation was still going on: what is said from now on is stored. Purge it again when it has ended.");
            return problems.Count == 0 ? 0 : NotDone;
        }
    }

    private static async Task<int> ResendUnauditedAsync(GatewayOptions options, string externalId, bool onlyUndelivered, TimeProvider time, TextWriter output)
    {
        if (options.Webhook.Url is null)
        {
            await output.WriteLineAsync("No target is configured (Gateway:Webhook:Url).");
            return GatewayHost.MisconfiguredExitCode;
        }

        await using var store = Transcripts.Registration.CreateStore(options.Transcripts, GatewayHost.PlaceOf(options));
        await store.OpenAsync(CancellationToken.None);
        if (await store.FindAsync(externalId, CancellationToken.None) is null)
        {
            await output.WriteLineAsync("There is no such conversation.");
            return NotDone;
        }

        var undelivered = (await store.EventsOfAsync(externalId, CancellationToken.None)).OfType<Loss>().Where(loss => loss.Reason != LossReason.NotStored).Select(loss => loss.Message).ToHashSet();
        var messages = store.MessagesOfAsync(externalId, int.MaxValue, CancellationToken.None)
            .Select(message => message.Utterance)
            .Where(utterance => !onlyUndelivered || undelivered.Contains(utterance.Id));
        var sent = 0;
        await foreach (var resent in new WebhookResend(options.Webhook, time).RunAsync(messages))
        {
            if (resent.Problem is { } problem)
            {
                await output.WriteLineAsync($"Message {resent.Message} was not taken: {CommandLine.OnOneLine(problem)}. {sent} were taken before it; the rest was not sent.");
                return NotDone;
            }

            sent++;
        }

        await output.WriteLineAsync(sent > 0 ? $"The target took {sent} messages." : "There is nothing to send.");
        return sent > 0 ? 0 : NotDone;
    }

    private static async Task<IAsyncDisposable?> LockAsync(ITranscriptStore store, TimeProvider time)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            if (await store.TryLockPublicationAsync(CancellationToken.None) is { } right)
                return right;
            if (time.GetElapsedTime(began) >= LockLimit)
                return null;
            await Task.Delay(LockPause, time);
        }
    }
}
