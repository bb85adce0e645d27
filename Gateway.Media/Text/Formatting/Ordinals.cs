using System.Globalization;

namespace Gateway.Media.Text.Formatting;

/// <summary>Ordinals in digits: 1st, 2nd, 3rd, 11th, 21st.</summary>
internal static class Ordinals
{
    public static string Write(long value) => value.ToString("N0", CultureInfo.InvariantCulture) + (value % 100 is >= 11 and <= 13 ? "th" : (value % 10) switch
    {
        1 => "st",
        2 => "nd",
        3 => "rd",
        _ => "th",
    });
}
