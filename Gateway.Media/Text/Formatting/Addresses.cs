using System.Text;

namespace Gateway.Media.Text.Formatting;

/// <summary>
/// E-mail and web addresses, recognised by a known last part behind "dot".
/// <list type="bullet">
/// <item>words, letters and digits before "at", joined by "dot", "dash", "hyphen", "underscore": john.smith@gmail.com; digits and a single letter also join without</item>
/// <item>a single word before "at" makes an address only when the host is a provider of mailboxes, the utterance speaks of e-mail, or "to" or "is"
/// stands before it and it is no verb: "i want to work at amazon dot com"</item>
/// <item>other hosts are web addresses, with "slash" and what follows: example.com/help</item>
/// <item>articles, pronouns, auxiliaries and prepositions are never part of one: "the dot com boom"</item>
/// </list>
/// </summary>
internal static class Addresses
{
    /// <summary>What one does at a company: "i want to work at amazon dot com".</summary>
    private static readonly HashSet<string> Verbs = ["work", "working", "look", "looking", "shop", "buy", "order", "stay", "pay", "sell", "apply", "register", "log", "sign", "start", "check"];

    /// <summary>The most words of one name.</summary>
    private const int NameWords = 4;

    public static void Apply(Token first)
    {
        var speaksOfMail = false;
        for (var token = first; token is not null && !speaksOfMail; token = token.Next)
            speaksOfMail = token.Plays(Roles.MailCue);

        for (var token = first; token is not null; token = token.Next)
        {
            if (token.Plays(Roles.Dot) && Host(token, speaksOfMail) is { } host)
                token = Mailbox(host, speaksOfMail) is { } mailbox ? Write(mailbox, host.Last) : Write(host.First, Path(host.Last));
            else if (token.Plays(Roles.Dot))
                token = EndOfChain(token);
        }
    }

    private static (Token First, Token Last)? Host(Token dot, bool speaksOfMail)
    {
        if (!IsPiece(dot.Previous))
            return null;
        Token? last = null;
        for (var next = dot; next.Plays(Roles.Dot) && IsPart(next!.Next); next = next.Next!.Next)
        {
            if (next.Next is { IsWord: true } part && (part.Lexeme.Roles & Roles.TopDomain) != 0)
                last = part;
        }

        if (last is null)
            return null;
        var first = dot.Previous!;
        while (first.Previous.Plays(Roles.Connector) && IsPart(first.Previous!.Previous))
            first = first.Previous.Previous!;
        // "G mail".
        if (first.Previous is { Kind: TokenKind.Letters } letters && letters.Previous.Plays(Roles.At))
            first = letters;
        return (Spaced(first, speaksOfMail) ?? first, last);
    }

    /// <summary>The first of several words that are one name: "www dot my bank dot com", and "info at my company dot com" where e-mail is spoken of.</summary>
    private static Token? Spaced(Token first, bool speaksOfMail)
    {
        for (var words = 0; words < NameWords; words++)
        {
            if (first.Previous.Plays(Roles.Dot) && first.Previous!.Previous is { Text: "www" or "WWW" } www)
                return www;
            if (first.Previous.Plays(Roles.At))
                return speaksOfMail && IsMailbox(first.Previous!.Previous) ? first : null;
            if (!IsPart(first.Previous))
                return null;
            first = first.Previous!;
        }

        return null;
    }

    private static Token? Mailbox((Token First, Token Last) host, bool speaksOfMail)
    {
        if (!host.First.Previous.Plays(Roles.At) || !IsMailbox(host.First.Previous!.Previous))
            return null;
        var last = host.First.Previous.Previous!;
        var first = last;
        while (true)
        {
            if (Joins(first.Previous) && IsPiece(first.Previous!.Previous))
                first = first.Previous.Previous!;
            else if (first.IsNumeric && first.Previous is { IsWord: true } && IsPiece(first.Previous) && !first.Previous.Plays(Roles.MailCue | Roles.Label))
                first = first.Previous;
            else if (first.IsWord && first.Previous is { Kind: TokenKind.Letters, Text.Length: 1 })
                first = first.Previous;
            else
                break;
        }

        var sure = first != last || !last.IsWord || speaksOfMail || host.First.Plays(Roles.MailHost) || host.First.Kind == TokenKind.Letters
            || (first.Previous is { IsWord: true, Spoken: "to" or "is" } && !Verbs.Contains(first.Spoken));
        return sure ? first : null;
    }

    private static Token Path(Token last)
    {
        while (last.Next.Plays(Roles.Slash | Roles.Connector | Roles.Dot) && (IsPiece(last.Next!.Next) || (last.Next.Plays(Roles.Slash) && last.Next.Next is { IsWord: true })))
            last = last.Next.Next!;
        return last;
    }

    private static Token Write(Token first, Token last)
    {
        var text = new StringBuilder();
        for (var token = first; ; token = token.Next!)
        {
            text.Append(token switch
            {
                _ when token.Plays(Roles.Dot) => ".",
                _ when token.Plays(Roles.At) => "@",
                _ when token.Plays(Roles.Slash) => "/",
                _ when token.Plays(Roles.Connector) => token.Lexeme.Name,
                _ => token.Text.ToLowerInvariant(),
            });
            if (token == last)
                break;
        }

        first.Absorb(last, text.ToString(), TokenKind.Written);
        return first;
    }

    /// <summary>Dots that lead to no known last part need not be looked at again.</summary>
    private static Token EndOfChain(Token dot)
    {
        while (IsPart(dot.Next) && dot.Next!.Next.Plays(Roles.Dot))
            dot = dot.Next.Next!;
        return dot;
    }

    private static bool Joins(Token? token) => token.Plays(Roles.Dot | Roles.Connector);

    /// <summary>Whether it can begin a host or stand in a mailbox.</summary>
    private static bool IsPiece(Token? token) => IsPart(token) && !token.Plays(Roles.Function);

    /// <summary>"By email at example dot com" names no mailbox.</summary>
    private static bool IsMailbox(Token? token) => IsPiece(token) && !token.Plays(Roles.MailCue);

    private static bool IsPart(Token? token) => token is { Kind: TokenKind.Word or TokenKind.Letters or TokenKind.Number or TokenKind.Digits or TokenKind.Decimal }
        && !token.Plays(Roles.Dot | Roles.At | Roles.Slash | Roles.Connector) && token.Text.AsSpan().IndexOfAnyExceptInRange('0', 'z') < 0 | token.Kind == TokenKind.Decimal;
}
