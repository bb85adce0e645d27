using System.ComponentModel.DataAnnotations;
using Gateway.Core;
using Gateway.Host.Operations;
using Gateway.Host.Security;
using Gateway.Host.CustomVocabulary;
using Gateway.Media.Calls;
using Gateway.Media.Direct;
using Gateway.Media.Endpointing;
using Gateway.Media.Recognition;
using Gateway.Media.Text.Redaction;
using Gateway.Transcripts;
using Gateway.Transcripts.Export;
using Gateway.Webhook;

namespace Gateway.Host;

/// <summary>The table of contents of the configuration: section <c>Gateway</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>The section's name.</summary>
    public const string SectionName = "Gateway";

    /// <summary>
    /// The <c>https</c> origin that Twilio and API clients dial, for example <c>https://gateway.example.com</c>; a path is not allowed.
    /// Null: stream URLs name the host that the API client itself used.
    /// </summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>This node's name among those that share a store; it should outlast a restart.</summary>
    /// <value>Default: the machine's name; 1 to 100 printable ASCII characters.</value>
    [Required]
    [RegularExpression("^[!-~]{1,100}$", ErrorMessage = "must be 1 to 100 printable ASCII characters without blanks")]
    public string NodeName { get; init; } = Environment.MachineName;

    /// <summary>Where the gateway keeps what it makes itself: certificate, API key, signing key, and transcripts and audit log unless configured otherwise.</summary>
    /// <value>Default: <c>$STATE_DIRECTORY</c> as systemd sets it, otherwise <c>twilio-gateway</c> in the user's state directory.</value>
    [Required]
    public string StateDirectory { get; init; } = Operations.StateDirectory.DefaultPath;

    /// <summary>Who may use the API. None: one key is made at the first start and kept in the state directory.</summary>
    public ApiKeyOptions[] ApiKeys { get; init; } = [];

    /// <summary>How many API requests a second one key may make (INF-04).</summary>
    /// <value>Default 100; 1 to 100 000.</value>
    [Range(1, 100_000)]
    public int ApiRequestsPerSecond { get; init; } = 100;

    /// <summary>The URLs that Twilio is given to dial.</summary>
    public StreamUrlOptions StreamUrl { get; init; } = new();

    /// <summary>What the gateway knows of the Twilio account.</summary>
    public TwilioOptions Twilio { get; init; } = new();

    /// <inheritdoc cref="CallOptions"/>
    public CallOptions Calls { get; init; } = new();

    /// <inheritdoc cref="DirectOptions"/>
    public DirectOptions Direct { get; init; } = new();

    /// <inheritdoc cref="VocabularyOptions"/>
    public VocabularyOptions Vocabulary { get; init; } = new();

    /// <inheritdoc cref="EndpointingOptions"/>
    public EndpointingOptions Endpointing { get; init; } = new();

    /// <inheritdoc cref="TranscriptOptions"/>
    public TranscriptOptions Transcripts { get; init; } = new();

    /// <inheritdoc cref="ExportOptions"/>
    public ExportOptions Export { get; init; } = new();

    /// <inheritdoc cref="RecognitionOptions"/>
    public RecognitionOptions Recognition { get; init; } = new();

    /// <inheritdoc cref="RedactionOptions"/>
    public RedactionOptions Redaction { get; init; } = new();

    /// <inheritdoc cref="WebhookOptions"/>
    public WebhookOptions Webhook { get; init; } = new();

    /// <inheritdoc cref="AuditOptions"/>
    public AuditOptions Audit { get; init; } = new();

    /// <summary>The listener for the operator.</summary>
    public ManagementOptions Management { get; init; } = new();
}

/// <summary>One key of the control API (api.md 1.1). Exactly one of <see cref="Secret"/> and <see cref="SecretSha256"/> is given.</summary>
public sealed class ApiKeyOptions
{
    /// <summary>The value of the header <c>asapp-api-id</c>, at most 100 characters: it is part of every stream URL's token.</summary>
    [Required]
    [StringLength(100)]
    public string Id { get; init; } = "";

    /// <summary>The value of the header <c>asapp-api-secret</c>; <c>SecretFile</c> names a file that holds it.</summary>
    public Secret? Secret { get; init; }

    /// <summary>Its SHA-256 as 64 hexadecimal digits, so that the configuration need not hold the secret.</summary>
    [RegularExpression("^[0-9a-fA-F]{64}$", ErrorMessage = "must be 64 hexadecimal digits")]
    public string? SecretSha256 { get; init; }

    /// <summary>What the key is good for; at least one.</summary>
    [MinLength(1, ErrorMessage = "must name at least one product")]
    public Product[] Products { get; init; } = [];
}

/// <summary>The URLs that Twilio is given to dial (api.md 2). Configuration section <c>Gateway:StreamUrl</c>.</summary>
public sealed class StreamUrlOptions
{
    /// <summary>
    /// The key that signs new URLs, and links to export files, at least 32 characters; <c>SigningKeyFile</c> names a file that holds it. Null: one is made and kept in
    /// the state directory.
    /// </summary>
    public Secret? SigningKey { get; init; }

    /// <summary>
    /// The key before it: URLs signed with it are accepted until they expire, so that keys can be changed without losing a call.
    /// </summary>
    public Secret? PreviousSigningKey { get; init; }

    /// <summary>How long a new URL can be dialled. Calls that it has connected may last as long as they like.</summary>
    /// <value>Default 5 min; 10 s to 1 day.</value>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Whether a stream may bring its token in the custom parameter <c>token</c> instead of the URL (INF-09). Then sockets are accepted
    /// before the token is seen, and closed with 1008 when it is wrong.
    /// </summary>
    /// <value>Default false.</value>
    public bool AcceptTokenInCustomParameters { get; init; }
}
