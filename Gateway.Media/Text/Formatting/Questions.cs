namespace Gateway.Media.Text.Formatting;

/// <summary>
/// Whether an utterance asks. What counts is how it begins, greetings and the like left out, or how it ends:
/// <list type="bullet">
/// <item>"who", "why", "what's", ...: always; "what", "when", "where", "how", "which": unless a subject follows ("what i need is")</item>
/// <item>"is", "could", ... before anything but "be", "do", "not" and the like; "do", "have", "don't" only before a person ("do it now")</item>
/// <item>"..., isn't it", "..., is that right" at the end</item>
/// </list>
/// </summary>
internal static class Questions
{
    private static readonly HashSet<string> NoSubjects = ["do", "be", "love", "like", "have", "not", "never", "just", "also", "only"];

    public static bool Asks(Token first, Token last)
    {
        var token = first;
        while (token.Plays(Roles.Opener | Roles.Vocative) && token.Next is not null && !token.Plays(Roles.Asks))
            token = token.Next;
        if (token.Says("good") && token.Next is { Spoken: "morning" or "afternoon" or "evening", Next: { } afterGreeting })
            token = afterGreeting;
        if (token.Says("thank") && token.Next.Says("you") && token.Next!.Next is { } afterThanks)
            token = afterThanks;
        var next = token.Next;
        return token.Plays(Roles.Asks)
            || (token.Plays(Roles.MayAsk) && !(next.Plays(Roles.Subject) && !next.Plays(Roles.Auxiliary)))
            || (token.Plays(Roles.Auxiliary) && next is not null && !NoSubjects.Contains(next.Spoken))
            || (token.Plays(Roles.RequestAuxiliary) && next is { IsWord: true, Spoken: "i" or "you" or "we" or "they" or "he" or "she" })
            || IsTag(last);
    }

    private static bool IsTag(Token last) =>
        (last.Plays(Roles.Pronoun) && last.Previous.Plays(Roles.Auxiliary | Roles.RequestAuxiliary) && last.Previous!.Spoken.EndsWith("n't", StringComparison.Ordinal))
        || (last is { IsWord: true, Spoken: "right" or "correct" or "okay" or "ok" }
            && last.Previous is { IsWord: true, Spoken: "that" or "it" or "this" } && last.Previous.Previous.Says("is"));
}
