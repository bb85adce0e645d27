using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Host.Configuration;
using Gateway.Host.CustomVocabulary;
using Gateway.Host.Endpoints;
using Gateway.Host.Lifecycle;
using Gateway.Host.Operations;
using Gateway.Host.Recovery;
using Gateway.Host.Security;
using Gateway.Media;
using Gateway.Media.Recognition;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Transcripts;
using Gateway.Webhook;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Serilog;
using Serilog.Core;
using Serilog.Extensions.Logging;

namespace Gateway.Host;

/// <summary>The whole gateway as one object: built from a configuration, run, stopped.</summary>
public sealed partial class GatewayHost : IAsyncDisposable
{
    /// <summary>
    /// Exit code for a gateway that cannot start until somebody mends its configuration or installs what is missing (sysexits.h,
    /// EX_CONFIG).
    /// </summary>
    public const int MisconfiguredExitCode = 78;

    private const int MaxBodyBytes = 1024 * 1024;

    /// <summary>How long a shutdown may take after the drain, besides the webhook's own limit: closing sockets, and the last words.</summary>
    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(15) + Media.Registration.LastWordsLimit;

    private readonly WebApplication _app;
    private readonly string _listeners;

    /// <param name="app">The composed process.</param>
    /// <param name="listeners">The URLs that it is to listen on, for whoever has to find out why it cannot.</param>
    private GatewayHost(WebApplication app, string listeners)
    {
        _app = app;
        _listeners = listeners;
    }

    /// <summary>The base URLs that it listens on; only after <see cref="StartAsync"/>.</summary>
    public IReadOnlyCollection<string> Addresses =>
        [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>What it is made of, for tests and tools.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Puts the gateway together; nothing runs yet.</summary>
    /// <param name="args">Configuration on the command line, such as <c>--Gateway:Webhook:Url=https://...</c>.</param>
    /// <param name="configure">Adds configuration sources after the others, or null.</param>
    /// <param name="time">The clock; null: this machine's.</param>
    /// <exception cref="ConfigurationException">The configuration has mistakes.</exception>
    public static GatewayHost Build(string[] args, Action<IConfigurationBuilder>? configure = null, TimeProvider? time = null)
    {
        var builder = CreateBuilder(args);
        configure?.Invoke(builder.Configuration);
        var options = OptionsReader.Read(builder.Configuration);
        var state = OpenState(options.StateDirectory);

        builder.Logging.ClearProviders();
        builder.Logging.AddSerilog(CreateLogger(builder.Configuration), dispose: true);
        // The process says itself, in one line, why it does not start.
        Limit(builder.Logging, "Microsoft.Extensions.Hosting", LogLevel.Critical);
        // These would write request targets, and a stream URL's target holds its token.
        Limit(builder.Logging, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        Limit(builder.Logging, "Microsoft.AspNetCore.Routing", LogLevel.Warning);

        builder.Services.AddSingleton(time ?? TimeProvider.System);
        AddServices(builder.Services, options, state);
        builder.Services.AddLifecycle(builder.Configuration, state, ShutdownLimit + options.Webhook.DrainTimeout);
        ConfigureKestrel(builder, options, state);

        var app = builder.Build();
        MapEndpoints(app);
        var endpoints = builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]!);
        return new GatewayHost(app, string.Join(", ", endpoints.Append(options.Management.Url.OriginalString)));
    }

    /// <summary>The checked configuration alone, for commands that do not run the gateway.</summary>
    /// <exception cref="ConfigurationException">The configuration has mistakes.</exception>
    public static GatewayOptions ReadOptions(string[] args) => OptionsReader.Read(CreateBuilder(args).Configuration);

    /// <summary>Where transcripts and export files are when the configuration does not say it.</summary>
    internal static StorePlace PlaceOf(GatewayOptions options)
    {
        var state = Path.GetFullPath(options.StateDirectory);
        return new StorePlace(Path.Combine(state, "transcripts.db"), Path.Combine(state, "export"), options.NodeName);
    }

    /// <summary>Starts to listen, and warms the recogniser up. Ready when it has completed.</summary>
    /// <exception cref="RecognizerUnavailableException">The recogniser cannot work; the message says what to install.</exception>
    /// <exception cref="ConfigurationException">Section <c>Kestrel</c> makes no listeners: an address or a certificate is
    /// wrong.</exception>
    /// <exception cref="IOException">An address is in use, or cannot be had on this machine.</exception>
    /// <exception cref="StoreRefusedException">The transcript store cannot be used; the message says what to do.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _app.Services.GetRequiredService<StoreWriter>().OpenAsync(cancellationToken);
        await ListenAsync(cancellationToken);
        var logger = _app.Services.GetRequiredService<ILogger<GatewayHost>>();
        Log.Listening(logger, string.Join(", ", Addresses));
        await _app.Services.GetRequiredService<SpeechEngines>().WarmUpAsync(cancellationToken);
        _app.Services.GetRequiredService<RecognizerReadiness>().Announce();
        Log.Ready(logger);
    }

    /// <summary>Starts, and returns when the process is told to end, its calls have ended, and it has finished what it had begun.</summary>
    /// <returns>The exit code: 0, or 1 when a part of the gateway broke down and took the process with it.</returns>
    public async Task<int> RunAsync()
    {
        await _app.Services.GetRequiredService<ProcessLife>().RunAsync(StartAsync, StopAsync);
        return _app.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(part => part.ExecuteTask?.IsFaulted == true) ? 1 : 0;
    }

    /// <summary>Ends in order and without waiting for calls: no new streams, last words recognised, webhook queue drained.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Kestrel reads its own configuration, and only now: what is wrong with it comes as whatever exception it met.</summary>
    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (SocketException refused)
        {
            throw new IOException($"Cannot listen on {_listeners}: {refused.Message}.", refused);
        }
        catch (Exception mistake) when (mistake is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException
            or CryptographicException or ArgumentException or FormatException or InvalidOperationException)
        {
            throw new ConfigurationException(
                [$"Kestrel:Endpoints: cannot listen on {_listeners}: {mistake.Message.ReplaceLineEndings(" ")} Check Url and Certificate of each endpoint, and Gateway:Management:Url."]);
        }
    }

    /// <summary>
    /// Whatever level is configured. Said twice: a filter for all providers gives way to the one that AddSerilog sets for its own.
    /// </summary>
    private static void Limit(ILoggingBuilder logging, string category, LogLevel level) =>
        logging.AddFilter(category, level).AddFilter<SerilogLoggerProvider>(category, level);

    /// <summary>appsettings.json lies beside the program, wherever it is started from.</summary>
    private static WebApplicationBuilder CreateBuilder(string[] args)
    {
        try
        {
            return WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        }
        catch (Exception mistake) when (mistake is InvalidDataException or FormatException)
        {
            throw new ConfigurationException([$"{mistake.Message} {mistake.InnerException?.Message}".ReplaceLineEndings(" ")]);
        }
    }

    private static Logger CreateLogger(IConfiguration configuration)
    {
        try
        {
            return new LoggerConfiguration().ReadFrom.Configuration(configuration).CreateLogger();
        }
        catch (Exception mistake) when (mistake is InvalidOperationException or ArgumentException or FormatException)
        {
            throw new ConfigurationException([$"Serilog: {mistake.Message.ReplaceLineEndings(" ")}"]);
        }
    }

    private static StateDirectory OpenState(string path)
    {
        try
        {
            return new StateDirectory(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException([$"Gateway:StateDirectory: '{path}' cannot be used: {failure.Message}"]);
        }
    }

    private static void AddServices(IServiceCollection services, GatewayOptions options, StateDirectory state)
    {
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownLimit + options.Webhook.DrainTimeout);
        services.AddSingleton(provider => CreateKeyRing(options, state, provider.GetRequiredService<ILogger<GatewayHost>>()));
        services.AddSingleton(_ => new RequestRate(options.ApiRequestsPerSecond));
        services.AddSingleton(provider => new StreamToken(
            options.StreamUrl.SigningKey ?? state.SigningKey(), options.StreamUrl.PreviousSigningKey, options.StreamUrl.Lifetime, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new DownloadLink(
            options.StreamUrl.SigningKey ?? state.SigningKey(), options.StreamUrl.PreviousSigningKey, options.Export.LinkLifetime, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AuditMetrics>().AddSingleton(provider => OpenAudit(options, provider));
        services.AddSingleton(new PublicOrigin(options.PublicUrl));
        services.AddSingleton<RecognizerReadiness>().AddSingleton<RepeatedWarning>();
        services.AddSingleton(options.Calls).AddSingleton(options.StreamUrl).AddSingleton(options.Twilio).AddSingleton(options.Redaction);
        // The store first: what the webhook's target has got can be read back.
        services.AddTranscripts(options.Transcripts, options.Export, PlaceOf(options));
        services.AddRecovery(options);
        services.AddWebhook(options.Webhook);
        if (options.Webhook.Url is null)
            services.AddSingleton(new Notice("No webhook target is configured (Gateway:Webhook:Url): transcripts are stored, and not posted."));
        Recognizers.Add(services, options);
        services.AddMedia(options.Calls, options.Direct, options.Endpointing, options.Recognition, options.Redaction);
        services.AddSingleton(provider => new VocabularyFile(
            options.Vocabulary.File ?? state.PathOf("custom-vocabularies.json"), provider.GetRequiredService<SharedVocabulary>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<VocabularyFile>>()));
        services.AddHostedService<VocabularyWatch>();
        services.AddSingleton<CustomVocabularyEndpoints>().AddSingleton<StreamUrlEndpoint>().AddSingleton<StreamingEndpoints>().AddSingleton<MessagesEndpoint>().AddSingleton<FileExporterEndpoints>()
            .AddSingleton<DirectUrlEndpoint>().AddSingleton<DirectStreamEndpoint>().AddSingleton<DownloadEndpoint>().AddSingleton<HealthEndpoints>().AddSingleton<UndeliveredEndpoint>().AddSingleton<ConversationEndpoint>().AddSingleton<MediaStreamEndpoint>();
        services.AddOpenApi("v1", ApiDescription.Describe);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));
    }

    /// <summary>Opens the audit log; also for commands, which write to the same one.</summary>
    /// <exception cref="ConfigurationException">Its directory cannot be used.</exception>
    internal static AuditTrail OpenAudit(GatewayOptions options, IServiceProvider services)
    {
        var directory = options.Audit.Directory ?? Path.Combine(options.StateDirectory, "audit");
        try
        {
            return new AuditTrail(
                directory, options.Audit.Retention, options.NodeName, services.GetRequiredService<AuditMetrics>(), services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<ILogger<AuditTrail>>());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                [$"Gateway:Audit:Directory: '{directory}' cannot be used: {failure.Message} Name a directory that the gateway's user may make or write to."]);
        }
    }

    private static ApiKeyRing CreateKeyRing(GatewayOptions options, StateDirectory state, Microsoft.Extensions.Logging.ILogger logger)
    {
        if (options.ApiKeys.Length == 0)
        {
            var (id, _, file) = state.ApiKey();
            Log.OwnApiKey(logger, id, file);
        }

        return new ApiKeyRing(ApiKeyRing.KeysOf(options.ApiKeys, state));
    }

    private static void ConfigureKestrel(WebApplicationBuilder builder, GatewayOptions options, StateDirectory state)
    {
        // A receive loop that never blocks may run on the thread that the network wakes: handing each frame to the pool costs more than the
        // frame.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        var kestrel = builder.Configuration.GetSection("Kestrel");
        var ownCertificate = !kestrel.GetSection("Certificates:Default").Exists()
            && kestrel.GetSection("Endpoints").GetChildren().Any(endpoint => !endpoint.GetSection("Certificate").Exists());
        var certificates = ServerCertificate.Of(Reloadables.Frozen(builder.Configuration).GetSection("Kestrel"), OwnCertificate, TimeProvider.System);
        foreach (var certificate in certificates)
            builder.Services.AddSingleton(certificate);
        builder.WebHost.ConfigureKestrel(server =>
        {
            ServerCertificate.Attach(server, kestrel, certificates);
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = MaxBodyBytes;
            server.ListenForManagement(options.Management.Url);
            server.ConfigureHttpsDefaults(https =>
            {
                https.SslProtocols = System.Security.Authentication.SslProtocols.Tls12 | System.Security.Authentication.SslProtocols.Tls13;
                if (ownCertificate)
                    https.ServerCertificate = OwnCertificate();
            });
        });
        X509Certificate2 OwnCertificate() => SelfSignedCertificate.Load(state, options.PublicUrl?.Host, TimeProvider.System);
        if (ownCertificate)
            builder.Services.AddSingleton(new Notice($"No certificate is configured (Kestrel:Endpoints:Https:Certificate): a self-signed one is used, see {state.PathOf(SelfSignedCertificate.PublicFile)}. Twilio refuses to dial it."));
    }

    private static void MapEndpoints(WebApplication app)
    {
        var services = app.Services;
        foreach (var notice in services.GetServices<Notice>())
            Log.Notice(services.GetRequiredService<ILogger<GatewayHost>>(), notice.Text);

        app.UseApiEnvelope();
        app.MapManagement(services.GetRequiredService<HealthEndpoints>(), services.GetRequiredService<UndeliveredEndpoint>(), services.GetRequiredService<ConversationEndpoint>());
        // Before the WebSocket middleware nothing may answer or redirect: Twilio takes anything but 101 as a failure.
        app.UseWebSockets();
        app.UseRouting();
        ApiRoutes.Map(app);
    }

    /// <summary>Something that the operator should know once the log is there.</summary>
    private sealed record Notice(string Text);

    private static partial class Log
    {
        [LoggerMessage(4201, LogLevel.Information, "Listening on {Addresses}.")]
        public static partial void Listening(Microsoft.Extensions.Logging.ILogger logger, string addresses);

        [LoggerMessage(4202, LogLevel.Information, "The recogniser is ready; calls can be taken.")]
        public static partial void Ready(Microsoft.Extensions.Logging.ILogger logger);

        [LoggerMessage(4203, LogLevel.Warning,
            "No API key is configured (Gateway:ApiKeys): the gateway made the key {Id} for itself; its secret is in {File}.")]
        public static partial void OwnApiKey(Microsoft.Extensions.Logging.ILogger logger, string id, string file);

        [LoggerMessage(4204, LogLevel.Warning, "{Notice}")]
        public static partial void Notice(Microsoft.Extensions.Logging.ILogger logger, string notice);
    }
}
