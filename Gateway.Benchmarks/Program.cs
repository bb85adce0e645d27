using Gateway.Benchmarks;
using Gateway.Benchmarks.Accuracy;
using Gateway.Benchmarks.Ingest;
using Gateway.Benchmarks.Load;
using Gateway.Benchmarks.Micro;
using Gateway.Core;
using Gateway.Transcripts;

switch (args)
{
    case ["frames"]:
        await FramePath.RunAsync("samples/streaming-upgrade.json", Console.Out);
        return 0;
    case ["webhook"]:
        await WebhookThroughput.RunAsync(Console.Out);
        return 0;
    case ["text"]:
        TextCost.Run(Console.Out);
        return 0;
    case ["store", .. var connection]:
        var folder = Directory.CreateTempSubdirectory("gateway-benchmarks-").FullName;
        await new StoreCost(StoreOptions(connection), folder, Console.Out).RunAsync();
        Directory.Delete(folder, recursive: true);
        return 0;
    case ["store-export", var place, .. var connection]:
        await new StoreCost(StoreOptions(connection), place, Console.Out).ExportAloneAsync();
        return 0;
    case ["ingest", .. var settings]:
        return await IngestCommand.RunAsync(settings);
    case [BareServer.Verb, var certificates]:
        await BareServer.RunAsync(certificates);
        return 0;
    case ["load", ..]:
        return await LoadCommand.Create(TimeProvider.System).Parse(args[1..]).InvokeAsync();
    case ["accuracy", ..]:
        return await AccuracyCommand.Create().Parse(args[1..]).InvokeAsync();
    case ["micro", ..]:
        MicroBenchmarks.Run(args[1..]);
        return 0;
    default:
        await Console.Error.WriteLineAsync("Usage: gateway-benchmarks frames|ingest|webhook|text|micro|load|accuracy [--help]|store [connection string of an empty PostgreSQL database] (from the top of the repository)");
        return 2;
}

static TranscriptOptions StoreOptions(string[] connection) => connection is [var text, ..]
    ? new TranscriptOptions { Store = StoreKind.Postgres, Postgres = new PostgresOptions { ConnectionString = new Secret(text) } }
    : new TranscriptOptions();
