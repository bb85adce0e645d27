using Gateway.Benchmarks;

switch (args)
{
    case ["frames"]:
        await FramePath.RunAsync("samples/streaming-upgrade.json", Console.Out);
        return 0;
    case ["webhook"]:
        await WebhookThroughput.RunAsync(Console.Out);
        return 0;
    default:
        await Console.Error.WriteLineAsync("Usage: gateway-benchmarks frames|webhook (from the top of the repository)");
        return 2;
}
