using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Gateway.Core;
using Gateway.Simulator.Webhook;

namespace Gateway.Simulator.Commands;

/// <summary>The options of a webhook receiver, shared by the commands that run one.</summary>
internal sealed class ReceiverOptions
{
    private readonly Option<string?> _certificate;
    private readonly Option<(string Name, string Value)?> _secret;
    private readonly Option<SecretPlace> _secretIn;

    /// <param name="prefix">What the options' names begin with, such as <c>listen-</c>.</param>
    /// <param name="secretPrefix">The same for the secret's options.</param>
    public ReceiverOptions(string prefix, string secretPrefix)
    {
        _certificate = new($"--{prefix}certificate")
        {
            Description = "The folder that the command 'certificate' wrote. Without it a new certificate is made, which no gateway can know.",
        };
        _secret = new($"--{secretPrefix}secret")
        {
            Description = "name=value that every request must bear; others get 401.",
            CustomParser = ParseSecret,
        };
        _secretIn = new($"--{secretPrefix}secret-in")
        {
            Description = "Where the secret must be.",
            DefaultValueFactory = static _ => SecretPlace.Header,
        };
    }

    public void AddTo(Command command)
    {
        command.Add(_certificate);
        command.Add(_secret);
        command.Add(_secretIn);
    }

    /// <summary>Starts the receiver that was asked for. The certificate must be disposed after it.</summary>
    public async Task<(WebhookReceiver Receiver, ReceiverCertificate Certificate)> StartAsync(
        ParseResult arguments, IPEndPoint endpoint, TimeProvider time, CancellationToken cancellationToken)
    {
        var certificate = arguments.GetValue(_certificate) is { } folder ? ReceiverCertificate.Load(folder) : ReceiverCertificate.Create(time);
        var secret = arguments.GetValue(_secret) is { } pair
            ? new RequiredSecret(pair.Name, new Secret(pair.Value), arguments.GetValue(_secretIn))
            : null;
        return (await WebhookReceiver.StartAsync(endpoint, certificate, secret, time, cancellationToken), certificate);
    }

    private static (string, string)? ParseSecret(ArgumentResult argument)
    {
        if (argument.Tokens[0].Value.Split('=', 2) is [{ Length: > 0 } name, { Length: > 0 } value])
            return (name, value);
        argument.AddError("A secret has the form name=value.");
        return null;
    }
}
