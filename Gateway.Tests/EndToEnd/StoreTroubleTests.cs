using System.Net;
using Gateway.Simulator.Webhook;

namespace Gateway.Tests.EndToEnd;

/// <summary>The disk with the transcripts fails, the gateway is started again: calls go on, and what was lost is not forgotten.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class StoreTroubleTests : IAsyncLifetime
{
    private readonly GatewayFixture _gateway = new();

    private string Database => Path.Combine(_gateway.StateDirectory, "transcripts.db");

    public Task InitializeAsync() => _gateway.InitializeAsync();

    public Task DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_store_that_fails_is_told_by_readiness_and_calls_go_on_until_it_works_again()
    {
        await using var call = await TestCall.DialAsync(_gateway);
        await call.StartsAsync();
        Assert.Equal("ready", (await ReadinessAsync()).Json.GetProperty("store").GetString());

        // Another process keeps the database locked: what an operator's tool can do any time, and works for every user.
        await using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Database};Pooling=False");
        await other.OpenAsync();
        await using (var transaction = other.BeginTransaction())
        {
            await call.HearsAsync(Spoken.TakesTheOffer);
            await call.TranscriptsAsync(1);
            await Patience.UntilAsync(async () => (await ReadinessAsync()).Json.GetProperty("store").GetString() != "ready", "readiness tells of the store");
            var readiness = await ReadinessAsync();
            Assert.Equal(HttpStatusCode.OK, readiness.Status);
            Assert.True(readiness.Json.GetProperty("ready").GetBoolean());
            Assert.True(readiness.Json.GetProperty("storeWaiting").GetInt32() > 0);
            await call.HearsAsync(Spoken.LooksUp);
            await call.StopsAsync();
            await call.TranscriptsAsync(2);
        }

        await Patience.UntilAsync(async () => (await ReadinessAsync()).Json is var now && now.GetProperty("store").GetString() == "ready" && now.GetProperty("storeWaiting").GetInt32() == 0, "the store works again");
        var answer = await _gateway.SendAsync(HttpMethod.Get, $"/conversation/v1/conversation/messages?externalId={call.Sid}");
        Assert.Equal(2, answer.Json.GetProperty("items").GetArrayLength());
        Assert.Equal(1, _gateway.Log.Lines.Count(line => line.Contains(" 2001: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_ledger_survives_a_restart()
    {
        await using (var call = await TestCall.DialAsync(_gateway))
        {
            await call.StartsAsync();
            _gateway.Receiver.Answer = new WebhookAnswer { Status = 503 };
            await call.HearsAsync(Spoken.TakesTheOffer);
            await call.StopsAsync();
            await Patience.UntilAsync(() => _gateway.Losses.Read().Latest.Count == 1, "the loss is on the ledger");
        }

        var before = (await UndeliveredAsync()).Json;
        await _gateway.RestartGatewayAsync();

        var after = (await UndeliveredAsync()).Json;
        // To the millisecond, as times are stored.
        Assert.Equal(Told(before), Told(after));
        Assert.Equal((0, 0), (after.GetProperty("accepted").GetInt32(), after.GetProperty("lost").GetProperty("status").GetInt32()));
    }

    private static (string?, string?, string?, int) Told(System.Text.Json.JsonElement ledger)
    {
        var loss = Assert.Single(ledger.GetProperty("latest").EnumerateArray());
        return (loss.GetProperty("messageId").GetString(), loss.GetProperty("externalConversationId").GetString(), loss.GetProperty("reason").GetString(), loss.GetProperty("status").GetInt32());
    }

    private Task<RawAnswer> ReadinessAsync() => _gateway.SendAsync(HttpMethod.Get, new Uri(_gateway.Management, "/readyz"), key: null, content: null);

    private Task<RawAnswer> UndeliveredAsync() => _gateway.SendAsync(HttpMethod.Get, new Uri(_gateway.Management, "/undelivered"), key: null, content: null);
}
