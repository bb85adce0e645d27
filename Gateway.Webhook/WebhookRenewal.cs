namespace Gateway.Webhook;

/// <summary>Gives the running publisher other secrets and certificates.</summary>
public sealed class WebhookRenewal
{
    private readonly WebhookPublisher _publisher;

    internal WebhookRenewal(WebhookPublisher publisher) => _publisher = publisher;

    /// <summary>
    /// What is posted from now on uses them; what is under way is finished with the ones before. The bounds of the queue and the number of lanes stay as they were.
    /// </summary>
    /// <param name="options">Checked with <see cref="WebhookOptionsCheck"/>, and with a target.</param>
    public void Renew(WebhookOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _publisher.Renew(options);
    }
}
