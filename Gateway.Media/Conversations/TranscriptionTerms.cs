using Gateway.Core;
using Gateway.Media.Text.Redaction;

namespace Gateway.Media.Conversations;

/// <summary>What can be asked of this gateway at a start, by whichever way the audio comes (api.md 7.4, 8.2).</summary>
/// <param name="languages">Languages that the speech engines understand, as IETF tags; at least one.</param>
/// <param name="redaction">What may be left unmasked.</param>
public sealed class TranscriptionTerms(IReadOnlyCollection<string> languages, RedactionOptions redaction)
{
    /// <summary>Why a start cannot be done, or null when it can. Order of the checks: INF-55.</summary>
    public TermsRefusal? Refuse(TranscriptionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!languages.Contains(settings.Language, StringComparer.OrdinalIgnoreCase))
            return new TermsRefusal(StatusCode.LanguageNotSupported, "language", $"is not supported; this gateway's recogniser understands {string.Join(", ", languages)}");
        var redacted = settings.Redaction != RedactionOutput.Unredacted;
        if (redacted && !settings.SmartFormatting)
            return new TermsRefusal(StatusCode.RedactionNeedsFormatting, "smartFormatting", "can be switched off with redactionOutput \"unredacted\" only");
        if (redacted && settings.DetailedToken)
            return new TermsRefusal(StatusCode.RedactionExcludesTokens, "detailedToken", "needs redactionOutput \"unredacted\"");
        if (settings.Redaction != RedactionOutput.Redacted && redaction.AlwaysRedact)
            return new TermsRefusal(StatusCode.UnredactedForbidden, "redactionOutput", "must be \"redacted\": unredacted output is forbidden on this gateway (Gateway:Redaction:AlwaysRedact)");
        return null;
    }
}

/// <summary>Why a start cannot be done.</summary>
/// <param name="Code">What a program needs to know.</param>
/// <param name="Member">The member of the request that asks for it.</param>
/// <param name="Reason">The rest of a sentence that begins with the member.</param>
public sealed record TermsRefusal(StatusCode Code, string Member, string Reason);
