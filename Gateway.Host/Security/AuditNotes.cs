namespace Gateway.Host.Security;

/// <summary>
/// What those who handle a request leave for its entry in the audit log, such as <c>AuditNotes.Of(context).Conversation = externalId</c>. Never a text, a
/// secret or a participant's id.
/// </summary>
internal sealed class AuditNotes
{
    /// <summary>The id of the key that the request showed, or was made with; null when it showed no right one.</summary>
    public string? Who { get; set; }

    /// <summary>The conversation that the request concerns, as it was asked for, right or wrong; null when none.</summary>
    public string? Conversation { get; set; }

    /// <summary>What else there is to tell, such as the name of an export file; null when nothing.</summary>
    public string? Detail { get; set; }

    /// <summary>The code of the failure that the request was answered with; null when it did not fail.</summary>
    public string? Code { get; set; }

    /// <summary>A request's notes.</summary>
    public static AuditNotes Of(HttpContext context)
    {
        if (context.Features.Get<AuditNotes>() is { } notes)
            return notes;
        var made = new AuditNotes();
        context.Features.Set(made);
        return made;
    }
}
