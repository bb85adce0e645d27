namespace Gateway.Media.Text.Redaction;

/// <summary>What the redactor knows by itself (api.md 8.3).</summary>
internal enum Entity
{
    CreditCardNumber,
    Cvv,
    Pin,
    Ssn,
    Password,
    Email,
    PhoneNumber,
    Dob,
    Profanity,
}

/// <summary>The names that entities have outside of this process.</summary>
internal static class EntityNames
{
    public static string RuleName(this Entity entity) => entity switch
    {
        Entity.CreditCardNumber => "CREDIT_CARD_NUMBER",
        Entity.Cvv => "CVV",
        Entity.Pin => "PIN",
        Entity.Ssn => "SSN",
        Entity.Password => "PASSWORD",
        Entity.Email => "EMAIL",
        Entity.PhoneNumber => "PHONE_NUMBER",
        Entity.Dob => "DOB",
        _ => "PROFANITY",
    };
}
