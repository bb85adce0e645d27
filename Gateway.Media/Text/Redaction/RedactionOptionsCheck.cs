using System.Text.RegularExpressions;

namespace Gateway.Media.Text.Redaction;

/// <summary>What bounds of single settings cannot say: what is locked, and which patterns are good for masking.</summary>
public static class RedactionOptionsCheck
{
    /// <summary>All mistakes, one sentence each.</summary>
    /// <param name="options">The bound options.</param>
    /// <param name="path">The section's configuration path.</param>
    public static IEnumerable<string> Mistakes(RedactionOptions options, string path)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.Entities.CreditCardNumber)
            yield return $"{path}:Entities:CreditCardNumber: cannot be switched off; whoever may see card numbers asks for unredacted output.";
        if (!options.Entities.Cvv)
            yield return $"{path}:Entities:Cvv: cannot be switched off; whoever may see security codes asks for unredacted output.";
        for (var i = 0; i < options.Rules.Length; i++)
        {
            var rule = options.Rules[i];
            if (rule.Name.Length > 0 && Array.FindIndex(options.Rules, other => other.Name == rule.Name) != i)
                yield return $"{path}:Rules:{i}:Name: is used twice; names must differ.";
            if (Enum.GetValues<Entity>().Any(entity => entity.RuleName() == rule.Name))
                yield return $"{path}:Rules:{i}:Name: is the name of an entity; choose another name.";
            if (rule.Pattern.Length > 0 && PatternMistake(rule) is { } mistake)
                yield return $"{path}:Rules:{i}:Pattern: {mistake}";
        }
    }

    private static string? PatternMistake(CustomRuleOptions options)
    {
        try
        {
            return new CustomRule(options).MatchesNothing ? "matches the empty text, which masks nothing." : null;
        }
        catch (NotSupportedException)
        {
            return "cannot be matched in linear time: look-around, back references, conditions and atomic groups are not available.";
        }
        catch (RegexParseException mistake)
        {
            return $"is no regular expression: {mistake.Message}";
        }
    }
}
