using Gateway.Host;
using Gateway.Host.Configuration;
using Gateway.Host.Models;
using Gateway.Host.Operations;
using Gateway.Media.Recognition;
using Gateway.Transcripts;

// Must be set before the first socket: continuations of socket operations then run on the thread that the network wakes.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

if (CommandLine.Parse(args) is not { } line)
{
    await Console.Error.WriteLineAsync(CommandLine.Usage);
    return 2;
}

try
{
    switch (line.Verb)
    {
        case CheckWebhookCommand.Verb:
            return await CheckWebhookCommand.RunAsync(GatewayHost.ReadOptions(line.Settings), Console.Out);
        case HealthCheckCommand.Verb:
            return await HealthCheckCommand.RunAsync(GatewayHost.ReadOptions(line.Settings).Management, Console.Out);
        case ConversationCommands.PurgeVerb:
            return await ConversationCommands.PurgeAsync(GatewayHost.ReadOptions(line.Settings), line.Conversation!, TimeProvider.System, Console.Out);
        case ConversationCommands.ResendVerb:
            return await ConversationCommands.ResendAsync(GatewayHost.ReadOptions(line.Settings), line.Conversation!, line.OnlyUndelivered, TimeProvider.System, Console.Out);
        case RedactCommand.Verb:
            return await RedactCommand.RunAsync(GatewayHost.ReadOptions(line.Settings), line.File!, line.Language ?? "en-US", Console.Out);
        case ModelsCommands.ListVerb:
            return await ModelsCommands.ListAsync(line.Directory ?? ModelsCommands.DirectoryOf(GatewayHost.ReadOptions(line.Settings)), Console.Out);
        case ModelsCommands.PullVerb:
            return await ModelsCommands.PullAsync(
                line.Model!, line.Directory ?? ModelsCommands.DirectoryOf(GatewayHost.ReadOptions(line.Settings)), line.From, Console.Out, !Console.IsOutputRedirected, TimeProvider.System);
        case BenchCommand.Verb:
            return await BenchCommand.RunAsync(GatewayHost.ReadOptions(line.Settings), line.Seconds ?? BenchCommand.DefaultLength, Console.Out);
    }

    await using var gateway = GatewayHost.Build(line.Settings);
    return await gateway.RunAsync();
}
catch (Exception mistake) when (mistake is ConfigurationException or RecognizerUnavailableException or StoreRefusedException or UnreadableContentException or InvalidDataException)
{
    await Console.Error.WriteLineAsync(mistake.Message);
    return GatewayHost.MisconfiguredExitCode;
}
catch (UnauthorizedAccessException forbidden)
{
    await Console.Error.WriteLineAsync($"{forbidden.Message} See the owner and the permissions of it, and of Gateway:StateDirectory.");
    return GatewayHost.MisconfiguredExitCode;
}
catch (Exception passing) when (passing is IOException or StoreUnavailableException)
{
    await Console.Error.WriteLineAsync(passing.Message);
    return 1;
}
