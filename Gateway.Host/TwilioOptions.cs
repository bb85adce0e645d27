using System.ComponentModel.DataAnnotations;
using Gateway.Core;
using Gateway.Host.Recovery;

namespace Gateway.Host;

/// <summary>What the gateway knows of the Twilio account. Configuration section <c>Gateway:Twilio</c>.</summary>
public sealed class TwilioOptions
{
    /// <summary>The account: <c>AC</c> and 32 hexadecimal digits. Null: Twilio's REST API is not used.</summary>
    [RegularExpression("^AC[0-9a-fA-F]{32}$", ErrorMessage = "must be 'AC' and 32 hexadecimal digits")]
    public string? AccountSid { get; init; }

    /// <summary>
    /// The account's Auth Token; <c>AuthTokenFile</c> names a file that holds it. Never an API key's secret: Twilio does not sign with
    /// that.
    /// </summary>
    public Secret? AuthToken { get; init; }

    /// <summary>
    /// Whether upgrades without a right <c>X-Twilio-Signature</c> are refused. Needs <see cref="AuthToken"/> and <see
    /// cref="GatewayOptions.PublicUrl"/>.
    /// </summary>
    /// <value>Default false.</value>
    public bool ValidateSignature { get; init; }

    /// <summary>
    /// An API key for the REST API: <c>SK</c> and 32 hexadecimal digits. Null: requests are made with the account's Auth Token.
    /// </summary>
    [RegularExpression("^SK[0-9a-fA-F]{32}$", ErrorMessage = "must be 'SK' and 32 hexadecimal digits")]
    public string? ApiKeySid { get; init; }

    /// <summary>The API key's secret; <c>ApiKeySecretFile</c> names a file that holds it. Given if and only if <see cref="ApiKeySid"/> is.</summary>
    public Secret? ApiKeySecret { get; init; }

    /// <summary>
    /// Where Twilio's REST API is: an <c>https</c> origin, or <c>http</c> on this machine. Accounts in another region have another one, such as
    /// <c>https://api.dublin.ie1.twilio.com</c>.
    /// </summary>
    /// <value>Default <c>https://api.twilio.com</c>.</value>
    [Required]
    public Uri ApiBaseUrl { get; init; } = new("https://api.twilio.com");

    /// <summary>A file of PEM certificates that the REST API's chain must end in. Null: the system's roots are trusted.</summary>
    public string? ApiCaFile { get; init; }

    /// <summary>How long one try to connect to the REST API may take, TLS included.</summary>
    /// <value>Default 3 s; 100 ms to 30 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan ApiConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long one request to the REST API may take in all, with connecting and repetitions.</summary>
    /// <value>Default 10 s; 100 ms to 1 min.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan ApiTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What a call does after <c>/twilio/twiml</c> has started its stream: TwiML verbs, such as <c>&lt;Dial&gt;+15550101&lt;/Dial&gt;</c>. With null, there is no such
    /// address: a started stream does not hold a call, so it would end at once.
    /// </summary>
    public string? Continuation { get; init; }

    /// <inheritdoc cref="RecoveryOptions"/>
    public RecoveryOptions Recovery { get; init; } = new();
}
