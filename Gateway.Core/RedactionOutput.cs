namespace Gateway.Core;

/// <summary>What a start request asked to be delivered (api.md 8.2). The first is the default.</summary>
public enum RedactionOutput
{
    /// <summary>Only text with sensitive spans masked by <c>#</c>.</summary>
    Redacted,

    /// <summary>Only the text as it was said.</summary>
    Unredacted,

    /// <summary>Both: <c>text</c> is masked, <c>unredactedText</c> is not (INF-59).</summary>
    RedactedAndUnredacted,
}
