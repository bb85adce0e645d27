using System.Globalization;

namespace Gateway.Host.Operations;

/// <summary>What the words after the program's name mean.</summary>
/// <param name="Verb">What to do; null: run the gateway.</param>
/// <param name="Conversation">What stands after <c>--conversation</c>; null when it is not there.</param>
/// <param name="OnlyUndelivered">Whether <c>--undelivered</c> is there.</param>
/// <param name="Settings">The rest: configuration.</param>
internal sealed record CommandLine(string? Verb, string? Conversation, bool OnlyUndelivered, string[] Settings)
{
    /// <summary>What the program says when it does not understand.</summary>
    public const string Usage =
        """
        Usage: twilio-gateway [verb] [--Gateway:Section:Setting=value ...]
          (no verb)                                 runs the gateway
          check-webhook                             tries the way to the webhook's target, step by step
          resend --conversation ID [--undelivered]  posts a conversation's messages again: all, or those on the ledger
          purge --conversation ID                   deletes a conversation from the store and from the export files
          healthcheck                               asks the gateway that runs here whether it takes calls
          bench [--seconds 20]                      finds out how many calls this machine carries with the configured engine; takes some minutes
          redact --file FILE [--language es-US]     shows what would be masked in a conversation, and by which rule; - reads standard input
        """;

    private const string ConversationOption = "--conversation";
    private const string UndeliveredOption = "--undelivered";
    private const string FileOption = "--file";
    private const string LanguageOption = "--language";
    private const string SecondsOption = "--seconds";

    /// <summary>The options of each verb that have a value: those that must be there, and those that may.</summary>
    private static readonly Dictionary<string, (string[] Needed, string[] Optional)> Verbs = new(StringComparer.Ordinal)
    {
        [CheckWebhookCommand.Verb] = ([], []),
        [HealthCheckCommand.Verb] = ([], []),
        [ConversationCommands.ResendVerb] = ([ConversationOption], []),
        [ConversationCommands.PurgeVerb] = ([ConversationOption], []),
        [RedactCommand.Verb] = ([FileOption], [LanguageOption]),
        [BenchCommand.Verb] = ([], [SecondsOption]),
    };

    /// <summary>What stands after <c>--file</c>; null when it is not there.</summary>
    public string? File { get; private init; }

    /// <summary>What stands after <c>--language</c>; null when it is not there.</summary>
    public string? Language { get; private init; }

    /// <summary>What stands after <c>--seconds</c>; null when it is not there.</summary>
    public TimeSpan? Seconds { get; private init; }

    /// <summary>Reads the command line; null when it makes no sense.</summary>
    public static CommandLine? Parse(string[] args)
    {
        var verb = args is [var word, ..] && !word.StartsWith("--", StringComparison.Ordinal) ? word : null;
        (string[] Needed, string[] Optional) known = ([], []);
        if (verb is not null && !Verbs.TryGetValue(verb, out known))
            return null;
        var undelivered = false;
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        var settings = new List<string>();
        for (var i = verb is null ? 0 : 1; i < args.Length; i++)
        {
            // What is misspelt must not be left out: the command would do more than was asked for.
            if (args[i] == UndeliveredOption && verb == ConversationCommands.ResendVerb)
            {
                undelivered = true;
                continue;
            }

            if (OptionOf(args, ref i) is not var (name, value))
                return null;
            if (IsSetting(name))
                settings.Add($"{name}={value}");
            else if (!(known.Needed.Contains(name) || known.Optional.Contains(name)) || string.IsNullOrWhiteSpace(value) || !given.TryAdd(name, value))
                return null;
        }

        TimeSpan? seconds = null;
        if (given.TryGetValue(SecondsOption, out var text))
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 3600)
                return null;
            seconds = TimeSpan.FromSeconds(number);
        }

        return !known.Needed.All(given.ContainsKey) ? null
            : new CommandLine(verb, given.GetValueOrDefault(ConversationOption), undelivered, [.. settings])
            {
                File = given.GetValueOrDefault(FileOption),
                Language = given.GetValueOrDefault(LanguageOption),
                Seconds = seconds,
            };
    }

    /// <summary>Settings have sections; but for what the framework itself is told.</summary>
    private static bool IsSetting(string option) => option.Contains(':', StringComparison.Ordinal) || option is "--environment" or "--contentRoot";

    /// <summary>An option with its value, behind an equals sign or in the next argument; null when it has none.</summary>
    private static (string Name, string Value)? OptionOf(string[] args, ref int i)
    {
        var option = args[i];
        var equals = option.IndexOf('=', StringComparison.Ordinal);
        if (option is not ['-', '-', not '=', ..])
            return null;
        if (equals >= 0)
            return (option[..equals], option[(equals + 1)..]);
        return i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? (option, args[++i]) : null;
    }

    /// <summary>What a target answered may hold pages of HTML, or characters that a terminal obeys.</summary>
    public static string OnOneLine(string detail) =>
        string.Join(' ', string.Concat(detail.Select(c => char.IsControl(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
