using System.Text.RegularExpressions;
using Gateway.Core;

namespace Gateway.Media.Text.Redaction;

/// <summary>A rule of the operator's, compiled.</summary>
internal sealed class CustomRule
{
    private const string MaskGroup = "mask";

    private readonly Regex _pattern;
    private readonly Participant? _role;
    private readonly bool _hasMaskGroup;

    /// <summary>Compiles the pattern.</summary>
    /// <param name="options">Where it comes from.</param>
    /// <param name="budget">How long it may look at one utterance; 100 ms when null: for trying a pattern.</param>
    /// <exception cref="RegexParseException">The pattern is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It cannot be matched in linear time.</exception>
    public CustomRule(CustomRuleOptions options, TimeSpan? budget = null)
    {
        Name = options.Name;
        _role = options.Role;
        _pattern = new Regex(
            options.Pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, budget ?? TimeSpan.FromMilliseconds(100));
        _hasMaskGroup = _pattern.GetGroupNames().Contains(MaskGroup);
    }

    public string Name { get; }

    public bool MatchesNothing => _pattern.IsMatch("");

    public void Apply(Draft draft, Participant role)
    {
        if (_role is not null && _role != role)
            return;
        if (!_hasMaskGroup)
        {
            foreach (var match in _pattern.EnumerateMatches(draft.Text))
                draft.MaskCharacters(match.Index, match.Length, Name);
            return;
        }

        for (var match = _pattern.Match(draft.Text); match.Success; match = match.NextMatch())
        {
            foreach (Capture capture in match.Groups[MaskGroup].Captures)
                draft.MaskCharacters(capture.Index, capture.Length, Name);
        }
    }
}
