using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Gateway.Core;
using Gateway.Simulator.Control;
using Gateway.Simulator.Twilio;
using Gateway.Simulator.Webhook;
using Gateway.Tests.Support;
using Gateway.Transcripts;
using Gateway.Transcripts.Export;
using Xunit.Abstractions;

namespace Gateway.Tests.EndToEnd;

/// <summary>
/// The gateway is killed at random moments, in the middle of calls and while it writes export files: whatever the webhook's target has got is in the store,
/// no file is half written, and the next start goes on.
/// </summary>
[Collection(nameof(EndToEndCollection))]
[SuppressMessage("Design", "CA1001", Justification = "The runner calls DisposeAsync.")]
public sealed class KilledGatewayTests(ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>Three times, or a hundred times when <c>GATEWAY_TESTS_LONG=1</c>.</summary>
    private static readonly int Kills = Environment.GetEnvironmentVariable("GATEWAY_TESTS_LONG") == "1" ? 100 : 3;

    private const int Calls = 6;
    private const int SeededDays = 3;
    private const int SeededRowsPerHour = 400;

    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(2.5);

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-killed-").FullName;
    private readonly ReceiverCertificate _certificate = ReceiverCertificate.Create(TimeProvider.System);
    private readonly FrameClock _clock = new(TimeProvider.System);
    private WebhookReceiver _receiver = null!;

    public async Task InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), _certificate, null, TimeProvider.System, CancellationToken.None);
        _certificate.SaveAuthority(Path.Combine(_folder, "target-ca.pem"));
    }

    public async Task DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _clock.DisposeAsync();
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public Task What_was_delivered_is_stored_whenever_the_gateway_is_killed() => KillAgainAndAgainAsync(new TranscriptOptions());

    [Fact]
    public async Task What_was_delivered_is_stored_on_a_database_server_whenever_the_gateway_is_killed()
    {
        var cluster = await PostgresCluster.SharedAsync();
        await KillAgainAndAgainAsync(new TranscriptOptions
        {
            Store = StoreKind.Postgres,
            Postgres = new PostgresOptions { ConnectionString = new Secret(await cluster.CreateDatabaseAsync()) },
        });
    }

    /// <summary>The day before yesterday: before the hour of refreshing yesterday is not due.</summary>
    private static DateOnly LastSeeded { get; } = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-2);

    private string State => Path.Combine(_folder, "state");

    private string Export => Path.Combine(_folder, "export");

    private async Task KillAgainAndAgainAsync(TranscriptOptions options)
    {
        await using var store = Transcripts.Registration.CreateStore(options, new StorePlace(Path.Combine(State, "transcripts.db"), Export, "tests"));
        await store.OpenAsync(CancellationToken.None);
        await SeedAsync(store);
        var settings = Settings(options);
        var published = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
#pragma warning disable RS0030 // Seeded: each run kills at other moments, every run at the same ones as far as the machine allows.
            var random = new Random(kill);
#pragma warning restore RS0030
            // Most runs begin a publication anew; the others go on where the last one was cut off.
            if (kill % 4 != 3 && Directory.Exists(Export))
                Directory.Delete(Export, recursive: true);
            await using (var gateway = await GatewayProcess.StartAsync(settings))
            {
                using var hangUp = new CancellationTokenSource();
                var calls = Enumerable.Range(0, Calls).Select(call => TalkAsync(gateway, kill * Calls + call, hangUp.Token)).ToList();
                // At any moment from the start on, or in the middle of the talk.
                if (kill % 2 == 0)
                    await _receiver.Transcripts.WaitForAsync(_receiver.Transcripts.Snapshot().Count + 1, Patience.Limit, CancellationToken.None);
                await Task.Delay(LongestRun * random.NextDouble(), TimeProvider.System);
                await gateway.KillAsync();
                await hangUp.CancelAsync();
                await Task.WhenAll(calls);
            }

            await EverythingDeliveredIsStoredAsync(store);
            published += PublishedDatesAreWhole();
        }

        await using (var gateway = await GatewayProcess.StartAsync(settings))
            await Patience.UntilAsync(() => new FeedFolder(Export).Dates().Count >= SeededDays, "the next start publishes what is due");
        await EveryDateIsWholeAsync(store);

        var delivered = _receiver.Transcripts.Snapshot().Count;
        output.WriteLine($"{options.Store}: killed {Kills} times; {delivered} messages were delivered, all of them are stored; {published} dates were found published, all of them whole.");
        Assert.True(delivered >= Kills, $"Only {delivered} messages were delivered: the gateway was hardly at work when it was killed.");
    }

    private string[] Settings(TranscriptOptions options)
    {
        List<string> settings =
        [
            $"--Gateway:StateDirectory={State}",
            $"--Gateway:Webhook:Url={_receiver.Url}",
            $"--Gateway:Webhook:Tls:CaFile={Path.Combine(_folder, "target-ca.pem")}",
            $"--Gateway:Transcripts:Store={options.Store}",
            $"--Gateway:Export:Directory={Export}",
            "--Gateway:Export:Utterances:Enabled=true",
        ];
        if (options.Postgres.ConnectionString is { } connection)
            settings.Add($"--Gateway:Transcripts:Postgres:ConnectionString={connection.Reveal()}");
        return [.. settings];
    }

    /// <summary>Days that are due to be published: the gateway is at it whenever it is started.</summary>
    private static async Task SeedAsync(ITranscriptStore store)
    {
        var ids = new UlidSequence(TimeProvider.System);
        for (var hour = 0; hour < 24 * SeededDays; hour++)
        {
            var began = TimeRange.Of(LastSeeded).To.AddDays(-SeededDays).AddHours(hour);
            await store.WriteAsync(
                [.. Enumerable.Range(0, SeededRowsPerHour).Select(row => new MessageEntry(SampleUtterance.Of((hour * 10 + row % 10).ToString("x32", CultureInfo.InvariantCulture)) with
                {
                    Id = ids.Next(),
                    SpokenAt = began.AddSeconds(row * 9),
                }))],
                began.AddHours(1),
                CancellationToken.None);
        }
    }

    /// <summary>A call in which somebody talks without end, four times as fast as on a telephone, until the gateway is gone.</summary>
    private async Task TalkAsync(GatewayProcess gateway, int number, CancellationToken hangUp)
    {
        try
        {
#pragma warning disable RS0030
            var random = new Random(number);
#pragma warning restore RS0030
            using var client = gateway.Client(State);
            var url = (await client.GetStreamUrlAsync(hangUp)).Body!.StreamingUrl;
            var options = new TwilioStreamOptions
            {
                Url = url,
                CallSid = TwilioSid.NewCall(random),
                Trust = Simulator.ServerTrust.OnlyFile(Path.Combine(State, "certificate.pem")),
                Speed = 4,
            };
            await using var stream = await TwilioStream.DialAsync(options, _clock, random, hangUp);
            await stream.StartAsync(hangUp);
            await client.StartAsync(new StartRequest { Guid = stream.CallSid.ToString(), CustomerId = "c", AgentId = "a" }, hangUp);
            while (true)
                await stream.PlayAsync(Spoken.Sentence(number % 2 == 0 ? Spoken.Greets : Spoken.WatchesMovies), hangUp);
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException or UpgradeRefusedException or StreamLostException
            or System.Net.WebSockets.WebSocketException)
        {
        }
    }

    private async Task EverythingDeliveredIsStoredAsync(ITranscriptStore store)
    {
        foreach (var call in _receiver.Transcripts.Snapshot().Select(transcript => transcript.Message).GroupBy(message => message.ExternalConversationId))
        {
            var stored = new HashSet<(string, Participant, TimeSpan, TimeSpan, string)>();
            await foreach (var message in store.MessagesOfAsync(call.Key, int.MaxValue, CancellationToken.None))
            {
                var utterance = message.Utterance;
                stored.Add((utterance.Stream.ToString(), utterance.Participant, utterance.Start, utterance.End, utterance.Text));
            }

            foreach (var message in call)
                Assert.Contains((message.StreamId, message.Sender.Role, message.AutotranscribeResponse.Start, message.AutotranscribeResponse.End, message.Text), stored);
        }
    }

    /// <returns>How many dates are visible.</returns>
    private int PublishedDatesAreWhole()
    {
        var folder = new FeedFolder(Export);
        var manifests = folder.Dates().Select(date => folder.Find(date)!).ToList();
        foreach (var manifest in manifests)
        {
            // Of the days after the seeded ones nothing is there.
            Assert.Equal(manifest.Date > LastSeeded ? 0 : 2 * 24, manifest.Files.Count);
            foreach (var file in manifest.Files)
            {
                var content = File.ReadAllBytes(folder.PathOf(manifest, file));
                Assert.Equal((file.Bytes, file.Sha256), (content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
                Assert.Equal($"{file.Sha256}  {file.Name}\n", File.ReadAllText(folder.PathOf(manifest, file) + ".sha256"));
            }
        }

        // Whatever has its final name is whole, also in a publication that did not end.
        if (Directory.Exists(Export))
        {
            foreach (var file in Directory.EnumerateFiles(Export, "*.sha256", SearchOption.AllDirectories).Select(sum => sum[..^".sha256".Length]).Where(File.Exists))
                Assert.StartsWith(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))), File.ReadAllText(file + ".sha256"), StringComparison.Ordinal);
        }

        return manifests.Count;
    }

    private async Task EveryDateIsWholeAsync(ITranscriptStore store)
    {
        Assert.True(PublishedDatesAreWhole() >= SeededDays);
        var folder = new FeedFolder(Export);
        foreach (var manifest in folder.Dates().Select(date => folder.Find(date)!))
        {
            var rows = 0;
            await foreach (var _ in store.SpokenAsync(TimeRange.Of(manifest.Date), manifest.CreatedUntil, CancellationToken.None))
                rows++;
            foreach (var format in FeedFormat.All)
                Assert.Equal(rows, manifest.Files.Where(file => file.Format == format.Name).Sum(file => file.Rows));
        }
    }
}
