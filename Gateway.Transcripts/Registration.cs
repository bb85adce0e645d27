using Gateway.Core;
using Gateway.Transcripts.Export;
using Gateway.Transcripts.Postgres;
using Gateway.Transcripts.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Transcripts;

/// <summary>Adds the keeping of transcripts to a process.</summary>
public static class Registration
{
    /// <summary>
    /// Adds <see cref="ITranscriptStore"/>, and <see cref="StoreWriter"/> as the first <see cref="IUtteranceSink"/> and as <see cref="IConversationLog"/>.
    /// To be called before the sinks that may rely on an utterance being stored. Export files are written when their feed is enabled.
    /// </summary>
    public static IServiceCollection AddTranscripts(this IServiceCollection services, TranscriptOptions options, ExportOptions export, StorePlace place)
    {
        ArgumentNullException.ThrowIfNull(export);
        ArgumentNullException.ThrowIfNull(place);
        services.AddSingleton(options);
        services.AddSingleton<LossLedger>();
        services.AddSingleton<TranscriptMetrics>();
        services.AddSingleton(_ => CreateStore(options, place));
        services.AddSingleton(provider => new StoreWriter(
            provider.GetRequiredService<ITranscriptStore>(),
            provider.GetRequiredService<LossLedger>(),
            provider.GetRequiredService<TranscriptMetrics>(),
            options,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<StoreWriter>>()));
        services.AddSingleton<IUtteranceSink>(provider => provider.GetRequiredService<StoreWriter>());
        services.AddSingleton<IConversationLog>(provider => provider.GetRequiredService<StoreWriter>());
        services.AddHostedService(provider => provider.GetRequiredService<StoreWriter>());

        services.AddSingleton(export);
        services.AddSingleton(CreateFolder(export, place));
        services.AddSingleton<FeedPublisher>();
        services.AddSingleton<DailyPublication>();
        if (export.Utterances.Enabled)
            services.AddHostedService(provider => provider.GetRequiredService<DailyPublication>());
        services.AddHostedService<Retention>();
        return services;
    }

    /// <summary>Where the export files are.</summary>
    public static FeedFolder CreateFolder(ExportOptions export, StorePlace place)
    {
        ArgumentNullException.ThrowIfNull(export);
        ArgumentNullException.ThrowIfNull(place);
        return new FeedFolder(export.Directory ?? place.DefaultExport);
    }

    /// <summary>The configured store, not yet opened: for commands that run without the gateway.</summary>
    /// <exception cref="StoreRefusedException">The key file or the connection string cannot be used.</exception>
    public static ITranscriptStore CreateStore(TranscriptOptions options, StorePlace place)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(place);
        var seal = new ContentSeal(options.KeyFile is null ? null : ContentKeys.Read(options.KeyFile));
        return options.Store switch
        {
            StoreKind.Postgres => new PostgresTranscriptStore(
                options.Postgres.ConnectionString?.Reveal() ?? throw new StoreRefusedException(
                    "Gateway:Transcripts:Postgres:ConnectionString is missing (or ConnectionStringFile), and Gateway:Transcripts:Store is Postgres."),
                place.Node, seal),
            StoreKind.Sqlite => new SqliteTranscriptStore(options.Sqlite.Path ?? place.DefaultFile, place.Node, seal),
            _ => throw new ArgumentOutOfRangeException(nameof(options)),
        };
    }
}

/// <summary>What the host knows about where a store lies.</summary>
/// <param name="DefaultFile">The database file when none is configured.</param>
/// <param name="DefaultExport">The directory of the export files when none is configured.</param>
/// <param name="Node">This node's name among those that share a store.</param>
public sealed record StorePlace(string DefaultFile, string DefaultExport, string Node);
