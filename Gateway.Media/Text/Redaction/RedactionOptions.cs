using System.ComponentModel.DataAnnotations;
using Gateway.Core;

namespace Gateway.Media.Text.Redaction;

/// <summary>What may leave unmasked. Configuration section <c>Gateway:Redaction</c>.</summary>
public sealed class RedactionOptions
{
    /// <summary>Whether start requests for unredacted output are refused (api.md 8.2, "always redact").</summary>
    /// <value>Default false.</value>
    public bool AlwaysRedact { get; init; }

    /// <summary>How long a question makes the answer sensitive, counted from the beginning of the utterance that asked (INF-56).</summary>
    /// <value>Default 30 s; 30 s to 5 min. Less would weaken the masking of cards.</value>
    [Range(typeof(TimeSpan), "00:00:30", "00:05:00")]
    public TimeSpan ContextWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether the last four digits of a card or social security number stay, when it was said whole, in digits and without corrections (INF-57).
    /// </summary>
    /// <value>Default false.</value>
    public bool KeepLastFour { get; init; }

    /// <summary>What is masked.</summary>
    public EntityOptions Entities { get; init; } = new();

    /// <summary>Rules of the operator's own, applied in this order to what the entities have left.</summary>
    public CustomRuleOptions[] Rules { get; init; } = [];
}

/// <summary>Which entities are masked (api.md 8.3). Configuration section <c>Gateway:Redaction:Entities</c>.</summary>
public sealed class EntityOptions
{
    /// <summary>Card numbers and their expiry dates. Cannot be switched off.</summary>
    /// <value>Always true.</value>
    public bool CreditCardNumber { get; init; } = true;

    /// <summary>The three or four digits that prove that somebody holds the card. Cannot be switched off.</summary>
    /// <value>Always true.</value>
    public bool Cvv { get; init; } = true;

    /// <summary>Personal identification numbers.</summary>
    /// <value>Default true.</value>
    public bool Pin { get; init; } = true;

    /// <summary>Social security numbers, and 9-digit numbers that can be one.</summary>
    /// <value>Default true.</value>
    public bool Ssn { get; init; } = true;

    /// <summary>Passwords.</summary>
    /// <value>Default true.</value>
    public bool Password { get; init; } = true;

    /// <summary>E-mail addresses.</summary>
    /// <value>Default false.</value>
    public bool Email { get; init; }

    /// <summary>Telephone numbers.</summary>
    /// <value>Default false.</value>
    public bool PhoneNumber { get; init; }

    /// <summary>Dates of birth.</summary>
    /// <value>Default false.</value>
    public bool Dob { get; init; }

    /// <summary>Swear words.</summary>
    /// <value>Default false.</value>
    public bool Profanity { get; init; }
}

/// <summary>One rule of the operator's own. Configuration sections <c>Gateway:Redaction:Rules:0</c> and on.</summary>
public sealed class CustomRuleOptions
{
    /// <summary>What the rule is called in metrics.</summary>
    /// <value>1 to 50 letters, digits, dots, dashes and underscores; no two rules may have the same.</value>
    [Required]
    [RegularExpression("^[A-Za-z0-9._-]{1,50}$", ErrorMessage = "must be 1 to 50 letters, digits, dots, dashes and underscores")]
    public string Name { get; init; } = "";

    /// <summary>
    /// A .NET regular expression without look-around, back references and atomic groups, so that it is matched in linear time. Case does not count. Letters and digits of
    /// what it matches are masked, or of its group named <c>mask</c> when it has one.
    /// </summary>
    [Required]
    [StringLength(1000)]
    public string Pattern { get; init; } = "";

    /// <summary>Whose words the rule is for. Null: both participants'.</summary>
    public Participant? Role { get; init; }
}
