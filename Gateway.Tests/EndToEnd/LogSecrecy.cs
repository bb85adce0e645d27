namespace Gateway.Tests.EndToEnd;

/// <summary>What must never be logged.</summary>
internal static class LogSecrecy
{
    /// <summary>Not a piece of three words in a row of what was said is in the log.</summary>
    public static void MustNotTell(CapturedLog log, string said)
    {
        var words = said.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var text = log.Text;
        Assert.NotEmpty(text);
        for (var i = 0; i + 3 <= words.Length; i++)
            Assert.DoesNotContain(string.Join(' ', words[i..(i + 3)]), text, StringComparison.OrdinalIgnoreCase);
    }
}
