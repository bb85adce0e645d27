using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Host.Security;

/// <summary>Something that was asked of the gateway and how it ended; never what was said, nor who the participants are.</summary>
/// <param name="Operation">What was asked for: an endpoint's name, or a command's.</param>
/// <param name="Status">How it ended, as an HTTP status; a command gives the one that a request would have been answered with.</param>
internal sealed record AuditedAction(string Operation, int Status)
{
    /// <summary>Longer ids are cut: whoever sends them must not be able to fill the disk.</summary>
    private const int MaxConversation = 100;

    private const int MaxDetail = 200;

    /// <summary>Who asked: the API key's id, or <see cref="Operator"/>; null when nobody showed a right key.</summary>
    public string? Who { get; init; }

    /// <summary>The IP address that the request came from, or null for a command.</summary>
    public string? From { get; init; }

    /// <summary>The conversation as it was asked for, whether there is one or not; of longer ones the first 100 characters. Null: none.</summary>
    public string? Conversation { get; init => field = Cut(value, MaxConversation); }

    /// <summary>What else there is to know, such as the name of an export file; of longer ones the first 200 characters. Null: nothing.</summary>
    public string? Detail { get; init => field = Cut(value, MaxDetail); }

    /// <summary>The API's code of the failure; null when it succeeded.</summary>
    public string? Code { get; init; }

    /// <summary>The id that the caller was told as <c>X-Request-Id</c>; null for a command.</summary>
    public string? RequestId { get; init; }

    /// <summary>Who asks when the gateway's program is run as a command: the Unix user.</summary>
    public static string Operator => "operator:" + Environment.UserName;

    private static string? Cut(string? text, int length) => text?.Length > length ? text[..length] : text;
}

/// <summary>A line of the audit log; the order is that of the line.</summary>
/// <param name="At">When it was written: RFC 3339, UTC, milliseconds.</param>
/// <param name="Node">The gateway's name among those that share a store.</param>
/// <param name="Who">See <see cref="AuditedAction.Who"/>.</param>
/// <param name="From">See <see cref="AuditedAction.From"/>.</param>
/// <param name="Operation">See <see cref="AuditedAction.Operation"/>.</param>
/// <param name="Conversation">See <see cref="AuditedAction.Conversation"/>.</param>
/// <param name="Detail">See <see cref="AuditedAction.Detail"/>.</param>
/// <param name="Status">See <see cref="AuditedAction.Status"/>.</param>
/// <param name="Code">See <see cref="AuditedAction.Code"/>.</param>
/// <param name="RequestId">See <see cref="AuditedAction.RequestId"/>.</param>
internal sealed record AuditLine(
    string At, string Node, string? Who, string? From, string Operation, string? Conversation, string? Detail, int Status, string? Code, string? RequestId);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditLine))]
internal sealed partial class AuditJson : JsonSerializerContext;
