using Gateway.Host;
using Gateway.Host.Configuration;
using Gateway.Host.Operations;
using Gateway.Media.Recognition;

// Must be set before the first socket: continuations of socket operations then run on the thread that the network wakes.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

try
{
    if (args is [CheckWebhookCommand.Verb, .. var settings])
        return await CheckWebhookCommand.RunAsync(GatewayHost.ReadOptions(settings), Console.Out);
    await using var gateway = GatewayHost.Build(args);
    await gateway.RunAsync();
    return 0;
}
catch (Exception mistake) when (mistake is ConfigurationException or RecognizerUnavailableException)
{
    await Console.Error.WriteLineAsync(mistake.Message);
    return GatewayHost.MisconfiguredExitCode;
}
catch (IOException taken)
{
    await Console.Error.WriteLineAsync(taken.Message);
    return 1;
}
