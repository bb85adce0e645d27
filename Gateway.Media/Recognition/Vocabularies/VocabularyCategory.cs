namespace Gateway.Media.Recognition.Vocabularies;

/// <summary>What a phrase is, and therefore how it is read aloud when nobody says how it sounds (api.md 7.8).</summary>
public enum VocabularyCategory
{
    /// <summary>A street address or a part of one: "717 N Blvd".</summary>
    Address,

    /// <summary>A person's name.</summary>
    Name,

    /// <summary>A number: "90210".</summary>
    Number,

    /// <summary>A company, often an initialism: "IEEE".</summary>
    Company,

    /// <summary>An amount of money: "$20".</summary>
    Currency,
}
