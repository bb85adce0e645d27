namespace Gateway.Media.Text.Formatting;

/// <summary>The part that a word can play in a spoken number.</summary>
internal enum NumberPart
{
    None,

    /// <summary>Zero to nine.</summary>
    Digit,

    /// <summary>Ten to nineteen; in Spanish up to twenty-nine.</summary>
    Teen,

    /// <summary>Twenty to ninety.</summary>
    Ten,

    /// <summary>"Hundred": multiplies what stands before it.</summary>
    Hundred,

    /// <summary>"Doscientos": a value of its own.</summary>
    Hundreds,

    /// <summary>Thousand and above.</summary>
    Scale,

    /// <summary>"A", "un": one, but only before a hundred or a scale.</summary>
    Article,

    /// <summary>"Oh": a zero among digits, an exclamation elsewhere.</summary>
    Oh,

    /// <summary>"Double", "triple"; the value is how often.</summary>
    Multiple,

    /// <summary>First to ninth.</summary>
    OrdinalDigit,

    /// <summary>Tenth to nineteenth, twentieth to ninetieth: nothing may follow.</summary>
    OrdinalTen,

    /// <summary>"Hundredth", "thousandth": multiplies what stands before it.</summary>
    OrdinalScale,
}

/// <summary>What a word can be besides a word. One look-up for each word answers all questions of all passes.</summary>
[Flags]
internal enum Roles : ulong
{
    None = 0,

    /// <summary>A month; <see cref="Lexeme.Name"/> is how it is written.</summary>
    Month = 1 << 0,

    /// <summary>A month that is also another word: "may", "march".</summary>
    DoubtfulMonth = 1 << 1,

    Weekday = 1 << 2,

    /// <summary>A country or a state of the US; <see cref="Lexeme.Name"/> is how it is written.</summary>
    Place = 1 << 3,

    /// <summary>The first word of a name of several words ("new york").</summary>
    NameStart = 1 << 4,

    /// <summary>A single digit behind it is written as a digit.</summary>
    Label = 1 << 5,

    /// <summary>Speaks of telephone numbers.</summary>
    TelephoneCue = 1 << 6,

    /// <summary>Says that a string of digits is something else than a telephone number.</summary>
    OtherNumber = 1 << 7,

    /// <summary>Stands before a time of day.</summary>
    TimeCue = 1 << 8,

    /// <summary>A currency with a sign; <see cref="Lexeme.Name"/> is the sign.</summary>
    Currency = 1 << 9,

    Cents = 1 << 10,
    Percent = 1 << 11,

    /// <summary>"Point": the mark of decimals.</summary>
    Point = 1 << 12,

    And = 1 << 13,
    At = 1 << 14,
    Dot = 1 << 15,
    Slash = 1 << 16,

    /// <summary>Written inside addresses as <see cref="Lexeme.Name"/>: "dash", "underscore".</summary>
    Connector = 1 << 17,

    /// <summary>The last part of a host name.</summary>
    TopDomain = 1 << 18,

    /// <summary>Never a part of an address: articles, pronouns, auxiliaries, prepositions.</summary>
    Function = 1 << 19,

    /// <summary>A provider of mailboxes.</summary>
    MailHost = 1 << 20,

    /// <summary>Speaks of e-mail.</summary>
    MailCue = 1 << 21,

    /// <summary>The subject of a sentence or its beginning.</summary>
    Subject = 1 << 22,

    /// <summary>Asks when a subject follows: "is", "could".</summary>
    Auxiliary = 1 << 23,

    /// <summary>"Do", "have", "don't": also begin a request.</summary>
    RequestAuxiliary = 1 << 24,

    /// <summary>"Who", "why": always ask.</summary>
    Asks = 1 << 25,

    /// <summary>"What", "when": ask unless a subject follows.</summary>
    MayAsk = 1 << 26,

    /// <summary>Stands before a sentence without being part of it: "so", "okay", "hello".</summary>
    Opener = 1 << 27,

    /// <summary>An answer that a comma may follow: "yes", "no".</summary>
    Answer = 1 << 28,

    /// <summary>Direct address: "sir", "ma'am".</summary>
    Vocative = 1 << 29,

    /// <summary>A part of a street's name.</summary>
    Street = 1UL << 30,

    /// <summary>"Moment", "more": what a digit before it counts.</summary>
    Counted = 1UL << 31,

    /// <summary>Follows the pronoun "I".</summary>
    VerbOfI = 1UL << 32,

    /// <summary>A pronoun before "may": then that is no month.</summary>
    Pronoun = 1UL << 33,

    /// <summary>Stands before a date.</summary>
    DateCue = 1UL << 34,

    /// <summary>An exclamation after a number: an "oh" before it is one as well.</summary>
    Exclamation = 1UL << 35,

    /// <summary>Article, possessive, demonstrative.</summary>
    Determiner = 1UL << 36,

    /// <summary>A noun that "thirty second" and the like can qualify.</summary>
    Lasting = 1UL << 37,

    /// <summary>An ordinary word after "mil", which then is no number ("mil gracias").</summary>
    Thanks = 1UL << 38,

    /// <summary>"Mr", "dr."; <see cref="Lexeme.Name"/> is how it is written.</summary>
    Title = 1UL << 39,
}

/// <summary>What a language knows of a word.</summary>
/// <param name="Part">Its part in numbers.</param>
/// <param name="Value">The number, the factor of a scale, or how often.</param>
/// <param name="Roles">What else it can be.</param>
/// <param name="Name">How it is written where its role decides that; else null.</param>
internal sealed record Lexeme(NumberPart Part, long Value, Roles Roles, string? Name)
{
    /// <summary>A word of which nothing is known.</summary>
    public static Lexeme Unknown { get; } = new(NumberPart.None, 0, Roles.None, null);
}
