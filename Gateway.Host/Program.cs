using Gateway.Host;
using Gateway.Host.Configuration;
using Gateway.Host.Operations;
using Gateway.Media.Recognition;
using Gateway.Transcripts;

// Must be set before the first socket: continuations of socket operations then run on the thread that the network wakes.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

try
{
    switch (args)
    {
        case [CheckWebhookCommand.Verb, .. var settings]:
            return await CheckWebhookCommand.RunAsync(GatewayHost.ReadOptions(settings), Console.Out);
        case [var word, ..] when !word.StartsWith("--", StringComparison.Ordinal) || word == "--help":
            await Console.Error.WriteLineAsync("Usage: twilio-gateway [check-webhook] [--Gateway:Section:Setting=value ...]");
            return 2;
    }

    await using var gateway = GatewayHost.Build(args);
    return await gateway.RunAsync();
}
catch (Exception mistake) when (mistake is ConfigurationException or RecognizerUnavailableException or StoreRefusedException or InvalidDataException)
{
    await Console.Error.WriteLineAsync(mistake.Message);
    return GatewayHost.MisconfiguredExitCode;
}
catch (IOException taken)
{
    await Console.Error.WriteLineAsync(taken.Message);
    return 1;
}
