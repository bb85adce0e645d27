namespace Gateway.Media.Text.Redaction;

/// <summary>What a word can do to the numbers beside it. A word may have several traits.</summary>
[Flags]
internal enum WordTraits
{
    None = 0,

    /// <summary>Stands for digits wherever it is: "four", "twenty", "4711".</summary>
    Number = 1 << 0,

    /// <summary>Stands for a digit among numbers only: "oh", "for", Spanish "once".</summary>
    SoundAlike = 1 << 1,

    /// <summary>"Twenty": the unit that follows takes the place of its zero.</summary>
    Tens = 1 << 2,

    /// <summary>"One": more often a pronoun than a digit.</summary>
    Pronoun = 1 << 3,

    /// <summary>May stand inside of a number that is being spoken: "uh", "and then", "dash".</summary>
    Filler = 1 << 4,

    /// <summary>Takes digits back: "no", "sorry", "I mean".</summary>
    Correction = 1 << 5,

    /// <summary>Says that the number before it is an amount: "dollars", "percent".</summary>
    Money = 1 << 6,

    /// <summary>Says that the number before it counts something or is a time: "minutes", "tickets", "PM".</summary>
    Counted = 1 << 7,

    /// <summary>The kind of a street: the number before the name is a house.</summary>
    Street = 1 << 8,

    Month = 1 << 9,

    /// <summary>May stand between a year and the sentence: "in 2019".</summary>
    BeforeYear = 1 << 10,

    /// <summary>May stand between a label and its number: "is", "was", "number".</summary>
    Linking = 1 << 11,

    /// <summary>A linking verb: "4711 is my PIN".</summary>
    Verb = 1 << 12,

    /// <summary>Joins two numbers to a range: "5 to 7 days".</summary>
    Range = 1 << 13,

    /// <summary>Joins two numbers of the same kind: two telephone numbers.</summary>
    Conjunction = 1 << 14,

    /// <summary>Begins phrases that <see cref="Labels"/> knows.</summary>
    Label = 1 << 15,

    /// <summary>Cannot begin a password: "not", "expired".</summary>
    NoPassword = 1 << 16,

    Profane = 1 << 17,

    /// <summary>Holds digit characters.</summary>
    Written = 1 << 18,

    /// <summary>Holds letters as well as digits: "AB123", "10th".</summary>
    Mixed = 1 << 19,

    /// <summary>"Million": belongs to the digits before it.</summary>
    Scale = 1 << 20,
}
