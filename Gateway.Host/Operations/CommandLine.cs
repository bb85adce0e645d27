using System.Globalization;
using Gateway.Host.Models;

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
          models list [--directory DIR]             shows the speech models that are known by name, and which are here
          models pull NAME [--directory DIR] [--from URL]
                                                    fetches a speech model, from where the last attempt ended, and verifies it
        """;

    private const string ConversationOption = "--conversation";
    private const string UndeliveredOption = "--undelivered";
    private const string FileOption = "--file";
    private const string LanguageOption = "--language";
    private const string SecondsOption = "--seconds";
    private const string DirectoryOption = "--directory";
    private const string FromOption = "--from";

    /// <summary>The first word of verbs that have two.</summary>
    private const string ModelsWord = "models";

    /// <summary>What stands behind a verb without being an option.</summary>
    private const string Operand = "";

    /// <summary>For each verb what must be there, and what else may; all of these have a value.</summary>
    private static readonly Dictionary<string, (string? Needed, string[] Others)> Verbs = new(StringComparer.Ordinal)
    {
        [CheckWebhookCommand.Verb] = (null, []),
        [HealthCheckCommand.Verb] = (null, []),
        [ConversationCommands.ResendVerb] = (ConversationOption, []),
        [ConversationCommands.PurgeVerb] = (ConversationOption, []),
        [BenchCommand.Verb] = (null, [SecondsOption]),
        [RedactCommand.Verb] = (FileOption, [LanguageOption]),
        [ModelsCommands.ListVerb] = (null, [DirectoryOption]),
        [ModelsCommands.PullVerb] = (Operand, [DirectoryOption, FromOption]),
    };

    /// <summary>What stands after <c>--file</c>; null when it is not there.</summary>
    public string? File { get; private init; }

    /// <summary>What stands after <c>--language</c>; null when it is not there.</summary>
    public string? Language { get; private init; }

    /// <summary>The name of a model; null when none is there.</summary>
    public string? Model { get; private init; }

    /// <summary>What stands after <c>--directory</c>; null when it is not there.</summary>
    public string? Directory { get; private init; }

    /// <summary>What stands after <c>--from</c>; null when it is not there.</summary>
    public string? From { get; private init; }

    /// <summary>What stands after <c>--seconds</c>; null when it is not there.</summary>
    public TimeSpan? Seconds { get; private init; }

    /// <summary>Reads the command line; null when it makes no sense.</summary>
    public static CommandLine? Parse(string[] args)
    {
        var words = args switch { [ModelsWord, _, ..] => 2, [var first, ..] when !IsOption(first) => 1, _ => 0 };
        var verb = words == 0 ? null : string.Join(' ', args[..words]);
        var (needed, others) = ((string?)null, (string[])[]);
        if (verb is not null)
        {
            if (!Verbs.TryGetValue(verb, out var known))
                return null;
            (needed, others) = known;
        }

        var undelivered = false;
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        var settings = new List<string>();
        for (var i = words; i < args.Length; i++)
        {
            // What is misspelt must not be left out: the command would do more than was asked for.
            if (args[i] == UndeliveredOption && verb == ConversationCommands.ResendVerb)
            {
                undelivered = true;
                continue;
            }

            var isOperand = needed == Operand && !IsOption(args[i]);
            if ((isOperand ? (Operand, args[i]) : OptionOf(args, ref i)) is not var (name, value))
                return null;
            if (IsSetting(name))
                settings.Add($"{name}={value}");
            else if ((name != needed && !others.Contains(name)) || string.IsNullOrWhiteSpace(value) || !given.TryAdd(name, value))
                return null;
        }

        TimeSpan? seconds = null;
        if (given.TryGetValue(SecondsOption, out var text))
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 3600)
                return null;
            seconds = TimeSpan.FromSeconds(number);
        }

        return needed is not null && !given.ContainsKey(needed) ? null
            : new CommandLine(verb, given.GetValueOrDefault(ConversationOption), undelivered, [.. settings])
            {
                File = given.GetValueOrDefault(FileOption),
                Language = given.GetValueOrDefault(LanguageOption),
                Model = given.GetValueOrDefault(Operand),
                Directory = given.GetValueOrDefault(DirectoryOption),
                From = given.GetValueOrDefault(FromOption),
                Seconds = seconds,
            };
    }

    private static bool IsOption(string word) => word.StartsWith("--", StringComparison.Ordinal);

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
        return i + 1 < args.Length && !IsOption(args[i + 1]) ? (option, args[++i]) : null;
    }

    /// <summary>What a target answered may hold pages of HTML, or characters that a terminal obeys.</summary>
    public static string OnOneLine(string detail) =>
        string.Join(' ', string.Concat(detail.Select(c => char.IsControl(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
