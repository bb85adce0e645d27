using System.ComponentModel.DataAnnotations;
using Gateway.Core;

namespace Gateway.Webhook.Authentication;

/// <summary>Signatures after the Standard Webhooks convention. Configuration section <c>Gateway:Webhook:Signature</c>.</summary>
public sealed class SignatureOptions
{
    /// <summary>The secret, <c>whsec_</c> and 24 to 64 bytes in base64; <c>KeyFile</c> names a file that holds it.</summary>
    [Required]
    public Secret? Key { get; init; }

    /// <summary>
    /// The secret before it: while it is given, messages bear both signatures, so that targets can change over. Null: only one.
    /// </summary>
    public Secret? PreviousKey { get; init; }
}
