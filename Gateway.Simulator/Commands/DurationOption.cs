using System.CommandLine;
using System.Globalization;

namespace Gateway.Simulator.Commands;

/// <summary>An option whose value is a length of time with its unit: <c>500ms</c>, <c>20s</c>, <c>2m</c>.</summary>
internal sealed class DurationOption : Option<string>
{
    private static readonly (string Suffix, TimeSpan Unit)[] Units =
        [("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1))];

    public DurationOption(string name, string description, string standard)
        : base(name)
    {
        Description = description;
        DefaultValueFactory = _ => standard;
        Validators.Add(static result =>
        {
            if (Parse(result.GetValueOrDefault<string>()) is null)
                result.AddError($"'{result.GetValueOrDefault<string>()}' is no length of time; write 500ms, 20s or 2m.");
        });
    }

    /// <summary>The value that was given, or the default.</summary>
    public TimeSpan In(ParseResult arguments) => Parse(arguments.GetRequiredValue(this))!.Value;

    private static TimeSpan? Parse(string text)
    {
        foreach (var (suffix, unit) in Units)
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan()[..^suffix.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
                return count * unit;
        return null;
    }
}
