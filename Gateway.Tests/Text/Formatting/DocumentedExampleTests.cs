using Gateway.Tests.Support;

namespace Gateway.Tests.Text.Formatting;

/// <summary>docs/text.md says what is written how; its tables are true.</summary>
public sealed class DocumentedExampleTests
{
    [Fact]
    public void Every_example_in_the_document_is_what_is_written()
    {
        var examples = Examples().ToList();

        Assert.InRange(examples.Count, 80, 1000);
        Assert.All(examples, example => Assert.Equal(example.Written, Said.Written(example.Spoken, example.Language).TrimEnd('.', '?'), ignoreCase: false));
    }

    /// <summary>Examples of one row are separated by semicolons; one result may be that of all.</summary>
    private static IEnumerable<(string Language, string Spoken, string Written)> Examples()
    {
        var (language, inside) = ("en-US", false);
        foreach (var line in File.ReadLines(Path.Combine(TestPaths.Repository, "docs", "text.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                inside = line == "## Formatting";
            if (line.StartsWith("### ", StringComparison.Ordinal))
                language = line == "### es-US" ? "es-US" : "en-US";
            if (!inside || !line.StartsWith("| ", StringComparison.Ordinal) || line.StartsWith("| Spoken", StringComparison.Ordinal))
                continue;
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            var (spoken, written) = (cells[1].Split("; "), cells[2].Split("; "));
            Assert.True(written.Length == 1 || written.Length == spoken.Length, line);
            for (var i = 0; i < spoken.Length; i++)
                yield return (language, spoken[i], written[written.Length == 1 ? 0 : i]);
        }
    }
}
