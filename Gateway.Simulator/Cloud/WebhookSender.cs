using Gateway.Simulator.Twilio;

namespace Gateway.Simulator.Cloud;

/// <summary>Sends Twilio's own webhooks: status callbacks, and requests for TwiML. Safe for concurrent use.</summary>
/// <param name="trust">Which certificate of the gateway to accept.</param>
/// <param name="clock">The clock.</param>
internal sealed class WebhookSender(ServerTrust trust, FrameClock clock)
{
    /// <summary>Sends a request, again and again as its URL's fragment allows. Nothing is thrown but cancellation.</summary>
    /// <returns>The HTTP status of every try; null where none came.</returns>
    public async Task<IReadOnlyList<int?>> SendAsync(SignedRequest request, CancellationToken cancellationToken)
    {
        var overrides = request.Overrides;
        var answers = new List<int?>();
        using var total = new CancellationTokenSource(overrides.Total, clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(total.Token, cancellationToken);
        try
        {
            while (true)
            {
                var (status, connected, _) = await TryAsync(request, either.Token);
                cancellationToken.ThrowIfCancellationRequested();
                answers.Add(status);
                if (answers.Count > overrides.Retries || !overrides.TriesAgain(status, connected))
                    return answers;
                await Task.Delay(ConnectionOverrides.Pause, clock.Time, either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return answers;
        }
    }

    /// <summary>Fetches a document, once.</summary>
    /// <returns>Status, media type and body; a null status if no answer came.</returns>
    public async Task<(int? Status, string? MediaType, string Body)> FetchAsync(SignedRequest request, CancellationToken cancellationToken)
    {
        var (status, _, document) = await TryAsync(request, cancellationToken);
        return (status, document?.MediaType, document?.Body ?? "");
    }

    private async Task<(int? Status, bool Connected, Document? Document)> TryAsync(SignedRequest request, CancellationToken cancellationToken)
    {
        var connected = false;
        using var read = new CancellationTokenSource(request.Overrides.Connect + request.Overrides.Read, clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(read.Token, cancellationToken);
        // A connection of its own for every try: how long connecting may take differs between requests.
        using var http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            SslOptions = trust.ToTlsOptions(),
            ConnectTimeout = request.Overrides.Connect,
            PlaintextStreamFilter = (context, _) =>
            {
                connected = true;
                return ValueTask.FromResult(context.PlaintextStream);
            },
        });
        try
        {
            using var message = request.ToMessage();
            using var response = await http.SendAsync(message, either.Token);
            var body = await response.Content.ReadAsStringAsync(either.Token);
            return ((int)response.StatusCode, connected, new Document(response.Content.Headers.ContentType?.MediaType, body));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return (null, connected, null);
        }
    }

    private sealed record Document(string? MediaType, string Body);
}
