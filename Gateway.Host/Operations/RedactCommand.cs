using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Core;
using Gateway.Media.Text;

namespace Gateway.Host.Operations;

/// <summary>
/// The verb <c>redact</c>: prints what would be delivered of a conversation, and which rule masked what, so that operators can try their rules.
/// </summary>
internal static partial class RedactCommand
{
    /// <summary>Its name on the command line.</summary>
    public const string Verb = "redact";

    private const string StandardInput = "-";
    private const int NotDone = 1;

    /// <summary>Between utterances that do not say when they were spoken.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    /// <summary>Reads a file of lines such as <c>0:12 customer: my pin is four two four two</c>; time and role may be left out.</summary>
    /// <param name="options">The gateway's configuration.</param>
    /// <param name="file">The file; <c>-</c> is standard input.</param>
    /// <param name="language">IETF tag of what is spoken.</param>
    /// <param name="output">Where it prints.</param>
    /// <returns>0, or 1 when the file cannot be read or its times go backwards.</returns>
    public static async Task<int> RunAsync(GatewayOptions options, string file, string language, TextWriter output)
    {
        string[] lines;
        try
        {
            lines = file == StandardInput ? (await Console.In.ReadToEndAsync()).Split('\n') : await File.ReadAllLinesAsync(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            await output.WriteLineAsync($"'{file}' cannot be read: {failure.Message}");
            return NotDone;
        }

        var trial = new RedactionTrial(options.Redaction, language);
        var at = -Pace;
        for (var number = 1; number <= lines.Length; number++)
        {
            if (string.IsNullOrWhiteSpace(lines[number - 1]))
                continue;
            var line = Line().Match(lines[number - 1]);
            var next = line.Groups["minutes"].Success
                ? TimeSpan.FromSeconds((60 * int.Parse(line.Groups["minutes"].ValueSpan, CultureInfo.InvariantCulture)) + int.Parse(line.Groups["seconds"].ValueSpan, CultureInfo.InvariantCulture))
                : at + Pace;
            if (next < at)
            {
                await output.WriteLineAsync($"Line {number} was spoken before the line above it.");
                return NotDone;
            }

            at = next;
            var role = line.Groups["role"].Value.Equals("agent", StringComparison.OrdinalIgnoreCase) ? Participant.Agent : Participant.Customer;
            var said = trial.Say(role, line.Groups["text"].Value, DateTimeOffset.UnixEpoch + at);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{(int)at.TotalMinutes}:{at.Seconds:00} {(role == Participant.Agent ? "agent" : "customer")}: {said.Text}"));
            foreach (var masked in said.Masked)
                await output.WriteLineAsync($"       {masked.Rule}: {masked.Original}");
        }

        return 0;
    }

    [GeneratedRegex(@"^\s*(?:(?<minutes>\d{1,4}):(?<seconds>[0-5]\d)\s+)?(?:(?<role>agent|customer)\s*:)?\s*(?<text>.*?)\s*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
