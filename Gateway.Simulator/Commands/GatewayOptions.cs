using System.CommandLine;
using Gateway.Core;
using Gateway.Simulator.Control;

namespace Gateway.Simulator.Commands;

/// <summary>The options that say which gateway to talk to, and as whom.</summary>
internal sealed class GatewayOptions
{
    private readonly Option<string> _gateway = new("--gateway")
    {
        Description = "The gateway's origin, such as https://127.0.0.1:8443.",
    };

    private readonly Option<string?> _apiId = new("--api-id") { Description = "The value of asapp-api-id." };
    private readonly Option<string?> _apiSecret = new("--api-secret") { Description = "The value of asapp-api-secret." };
    private readonly Option<string?> _apiKeyFile = new("--api-key-file") { Description = "Both, as a file {\"id\":\"...\",\"secret\":\"...\"}." };
    private readonly Option<string?> _authToken = new("--auth-token") { Description = "The Twilio auth token that signs the upgrade." };
    private readonly Option<string?> _ca = new("--ca") { Description = "A PEM file with the certificates to trust, instead of the system's." };
    private readonly Option<bool> _insecure = new("--insecure") { Description = "Accept any certificate." };

    /// <summary>Adds the options and the rules between them.</summary>
    /// <param name="command">What gets them.</param>
    /// <param name="signsUpgrade">Whether it plays Twilio, and so can have the token that signs the upgrade.</param>
    /// <param name="unless">With this option no gateway is needed; null: one always is.</param>
    public void AddTo(Command command, bool signsUpgrade = true, Option<bool>? unless = null)
    {
        _gateway.Required = unless is null;
        Option[] all = [_gateway, _apiId, _apiSecret, _apiKeyFile, _ca, _insecure];
        foreach (var option in all)
            command.Add(option);
        if (signsUpgrade)
            command.Add(_authToken);
        command.Validators.Add(result =>
        {
            if (unless is not null && result.GetValue(unless))
                return;
            if (!Uri.TryCreate(result.GetValue(_gateway), UriKind.Absolute, out var origin) || origin.Scheme != Uri.UriSchemeHttps)
                result.AddError("--gateway must be an https URL.");
            if ((result.GetValue(_apiKeyFile) is not null) == (result.GetValue(_apiId) is not null && result.GetValue(_apiSecret) is not null))
                result.AddError("Give either --api-key-file, or --api-id and --api-secret.");
            if (result.GetValue(_insecure) && result.GetValue(_ca) is not null)
                result.AddError("--ca and --insecure exclude each other.");
        });
    }

    /// <summary>Whose certificate to accept.</summary>
    public ServerTrust Trust(ParseResult arguments) =>
        arguments.GetValue(_insecure) ? ServerTrust.Anyone
        : arguments.GetValue(_ca) is { } file ? ServerTrust.OnlyFile(file)
        : ServerTrust.System;

    /// <summary>The gateway's origin.</summary>
    public Uri Origin(ParseResult arguments) => new(arguments.GetRequiredValue(_gateway));

    /// <summary>The control API.</summary>
    public GatewayClient Client(ParseResult arguments)
    {
        var key = arguments.GetValue(_apiKeyFile) is { } file
            ? ApiKey.Load(file)
            : new ApiKey(arguments.GetRequiredValue(_apiId)!, new Secret(arguments.GetRequiredValue(_apiSecret)!));
        return new GatewayClient(Origin(arguments), key, Trust(arguments));
    }

    /// <summary>Demands the token: what plays Twilio's webhooks cannot do without it.</summary>
    /// <param name="command">What has the options.</param>
    /// <param name="unless">With this option it is not needed.</param>
    public void RequireAuthToken(Command command, Option<bool> unless) => command.Validators.Add(result =>
    {
        if (!result.GetValue(unless) && string.IsNullOrEmpty(result.GetValue(_authToken)))
            result.AddError("--auth-token is needed: Twilio signs its callbacks with it.");
    });

    /// <summary>The token that signs the upgrade; null if it is not to be signed.</summary>
    public Secret? AuthToken(ParseResult arguments) => arguments.GetValue(_authToken) is { Length: > 0 } token ? new Secret(token) : null;
}
