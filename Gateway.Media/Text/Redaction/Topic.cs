namespace Gateway.Media.Text.Redaction;

/// <summary>What an utterance names, asks for or labels. The sensitive ones come first.</summary>
internal enum Topic
{
    None,

    /// <summary>A card's number.</summary>
    Card,

    /// <summary>A card, by the way: numbers of four digits and more are meant.</summary>
    CardMentioned,
    Expiry,
    SecurityCode,
    Pin,
    Ssn,
    Password,

    /// <summary>Sensitive only when its entity is switched on.</summary>
    DateOfBirth,

    /// <summary>Sensitive only when its entity is switched on.</summary>
    Phone,
    Zip,
    Amount,

    /// <summary>Orders, invoices, tickets, accounts.</summary>
    Reference,

    /// <summary>Flights, rooms, gates, chapters, versions: short numbers.</summary>
    Place,
}

/// <summary>One label in an utterance: which words, and what they name.</summary>
internal readonly record struct Label(Topic Topic, int First, int Last);

/// <summary>What topics have in common.</summary>
internal static class Topics
{
    /// <summary>Whether numbers to the topic are masked whatever is configured, or unless somebody switched that off.</summary>
    public static bool IsSensitive(this Topic topic) => topic is >= Topic.Card and <= Topic.Password;
}
