using Gateway.Host.Operations;

namespace Gateway.Tests.Unit;

/// <summary>What the words after the program's name mean; words that mean nothing are never passed over.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("", null, null, false, "")]
    [InlineData("check-webhook", "check-webhook", null, false, "")]
    [InlineData("healthcheck", "healthcheck", null, false, "")]
    [InlineData("bench", "bench", null, false, "")]
    [InlineData("bench --seconds 5 --Gateway:Recognition:Workers=1", "bench", null, false, "--Gateway:Recognition:Workers=1")]
    [InlineData("purge --conversation CA1", "purge", "CA1", false, "")]
    [InlineData("purge --conversation=CA1", "purge", "CA1", false, "")]
    [InlineData("purge --conversation=a=b", "purge", "a=b", false, "")]
    [InlineData("purge --conversation -1", "purge", "-1", false, "")]
    [InlineData("purge --conversation purge", "purge", "purge", false, "")]
    [InlineData("resend --conversation CA1", "resend", "CA1", false, "")]
    [InlineData("resend --undelivered --conversation CA1", "resend", "CA1", true, "")]
    [InlineData("resend --conversation CA1 --undelivered --undelivered", "resend", "CA1", true, "")]
    [InlineData("--Gateway:StateDirectory=/a --Gateway:PublicUrl https://b", null, null, false, "--Gateway:StateDirectory=/a --Gateway:PublicUrl=https://b")]
    [InlineData("purge --Gateway:StateDirectory /a --conversation CA1 --environment=Production", "purge", "CA1", false, "--Gateway:StateDirectory=/a --environment=Production")]
    [InlineData("check-webhook --Gateway:Webhook:Url=https://a/?b=c", "check-webhook", null, false, "--Gateway:Webhook:Url=https://a/?b=c")]
    [InlineData("--Gateway:Webhook:Url=", null, null, false, "--Gateway:Webhook:Url=")]
    [InlineData("models list", "models list", null, false, "")]
    [InlineData("models list --directory /a --Gateway:StateDirectory=/b", "models list", null, false, "--Gateway:StateDirectory=/b")]
    [InlineData("models pull tiny.en --directory=/a --from https://b/c", "models pull", null, false, "")]
    [InlineData("models pull --from https://b/c tiny.en", "models pull", null, false, "")]
    public void Words_that_make_sense_are_understood(string words, string? verb, string? conversation, bool undelivered, string settings)
    {
        var line = CommandLine.Parse(Words(words));

        Assert.NotNull(line);
        Assert.Equal((verb, conversation, undelivered), (line.Verb, line.Conversation, line.OnlyUndelivered));
        Assert.Equal(Words(settings), line.Settings);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("Purge --conversation CA1")]
    [InlineData("chek-webhook")]
    [InlineData("-h")]
    [InlineData("--help")]
    [InlineData("help")]
    [InlineData("purge")]
    [InlineData("purge CA1")]
    [InlineData("purge --conversation")]
    [InlineData("purge --conversation=")]
    [InlineData("purge --conversation CA1 CA2")]
    [InlineData("purge --conversation CA1 --conversation CA2")]
    [InlineData("purge --conversation CA1 --undelivered")]
    [InlineData("purge --conversation CA1 --dry-run")]
    [InlineData("purge --conversation --Gateway:StateDirectory=/a")]
    [InlineData("purge --help")]
    [InlineData("purge --conversation CA1 --help")]
    [InlineData("purge purge --conversation CA1")]
    [InlineData("resend")]
    [InlineData("resend --undelivered")]
    [InlineData("resend --conversation --undelivered")]
    [InlineData("resend --conversation CA1 --undelivred")]
    [InlineData("resend --undelivred --conversation CA1")]
    [InlineData("resend --conversation CA1 -undelivered")]
    [InlineData("check-webhook --conversation CA1")]
    [InlineData("check-webhook now")]
    [InlineData("bench --seconds soon")]
    [InlineData("bench --seconds 0")]
    [InlineData("check-webhook --seconds 5")]
    [InlineData("purge --conversation CA1 --dry-run=true")]
    [InlineData("resend --conversation CA1 --undelivered=true")]
    [InlineData("resend --conversation CA1 --undeliverd yes")]
    [InlineData("--Gateway=1")]
    [InlineData("redact")]
    [InlineData("redact --file")]
    [InlineData("redact --language en-US")]
    [InlineData("redact --file a --file b")]
    [InlineData("redact --file a --conversation b")]
    [InlineData("purge --conversation CA1 --file a")]
    [InlineData("--file a")]
    [InlineData("--conversation CA1")]
    [InlineData("--undelivered")]
    [InlineData("--Gateway:StateDirectory")]
    [InlineData("--Gateway:StateDirectory --Gateway:PublicUrl=https://b")]
    [InlineData("--")]
    [InlineData("--=")]
    [InlineData("--=a")]
    [InlineData("/Gateway:StateDirectory=/a")]
    [InlineData("Gateway:StateDirectory=/a")]
    [InlineData("models")]
    [InlineData("models --directory /a")]
    [InlineData("models tiny.en")]
    [InlineData("models list tiny.en")]
    [InlineData("models list --from https://b")]
    [InlineData("models pull")]
    [InlineData("models pull tiny base")]
    [InlineData("models pull --directory /a")]
    [InlineData("models pull tiny --directory")]
    [InlineData("models pull tiny --file a")]
    public void Words_that_make_no_sense_are_refused(string words) => Assert.Null(CommandLine.Parse(Words(words)));

    [Fact]
    public void A_model_its_directory_and_its_source_are_told()
    {
        var line = CommandLine.Parse(["models", "pull", "tiny.en", "--directory", "/a b", "--from=https://c/"]);

        Assert.Equal(("tiny.en", "/a b", "https://c/"), (line!.Model, line.Directory, line.From));
    }

    [Fact]
    public void A_blank_is_no_conversation()
    {
        Assert.Null(CommandLine.Parse(["purge", "--conversation", ""]));
        Assert.Null(CommandLine.Parse(["purge", "--conversation", "  "]));
        Assert.Null(CommandLine.Parse(["models", "pull", " "]));
        Assert.Null(CommandLine.Parse([""]));
    }

    [Theory]
    [InlineData("a\r\nb", "a b")]
    [InlineData("\u001b[31mred\u0007", "[31mred")]
    [InlineData("  <html>\n\n  <body>  ", "<html> <body>")]
    [InlineData("", "")]
    public void What_a_target_answers_is_told_on_one_line(string detail, string line) => Assert.Equal(line, CommandLine.OnOneLine(detail));

    private static string[] Words(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
