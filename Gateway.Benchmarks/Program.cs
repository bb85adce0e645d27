using Gateway.Benchmarks;

switch (args)
{
    case ["webhook"]:
        await WebhookThroughput.RunAsync(Console.Out);
        return 0;
    default:
        await Console.Error.WriteLineAsync("Usage: gateway-benchmarks webhook");
        return 2;
}
