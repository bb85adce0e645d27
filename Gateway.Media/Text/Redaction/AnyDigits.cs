using System.Globalization;
using System.Text;

namespace Gateway.Media.Text.Redaction;

/// <summary>
/// Digits of all scripts and styles: full-width, Arabic-Indic, in circles, raised, Roman, mathematical. Engines do not write them, but phrases of a vocabulary may.
/// </summary>
internal static class AnyDigits
{
    /// <summary>The text with an ASCII digit in the place of every other digit, character by character. The same object when there is none.</summary>
    public static string AsAscii(string text)
    {
        if (Ascii.IsValid(text) || !text.Any(IsForeign))
            return text;
        return string.Create(text.Length, text, static (ascii, source) =>
        {
            for (var i = 0; i < source.Length; i++)
                ascii[i] = IsForeign(source[i]) ? Digit(CharUnicodeInfo.GetNumericValue(source[i])) : source[i];
        });
    }

    /// <summary>
    /// The text without invisible characters and marks beside digits, and with ASCII digits for those that take two characters of UTF-16, so that rules see a number as a
    /// reader does. The same object when there is nothing to do.
    /// </summary>
    public static string WithoutInvisible(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        var seen = new StringBuilder(text.Length);
        // Marks that wait for what follows them: before a digit they go, too.
        var pending = new StringBuilder();
        var behindDigit = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
            {
                if (!behindDigit)
                    pending.Append(rune.ToString());
                continue;
            }

            behindDigit = IsNumber(category);
            if (!behindDigit)
                seen.Append(pending);
            pending.Clear();
            if (behindDigit && !rune.IsBmp)
                seen.Append(Digit(Rune.GetNumericValue(rune)));
            else
                seen.Append(rune.ToString());
        }

        seen.Append(pending);
        return seen.Equals(text) ? text : seen.ToString();
    }

    private static bool IsForeign(char character) => !char.IsAscii(character) && IsNumber(char.GetUnicodeCategory(character));

    private static bool IsNumber(UnicodeCategory category) => category is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary>Of numbers that are no digit, such as a half or twelve, any digit does: what counts is that it is masked.</summary>
    private static char Digit(double value) => (char)('0' + (value is >= 0 and < 10 ? (int)value : 0));
}
