using Gateway.Core;
using Gateway.Tests.Support;
using Gateway.Transcripts;
using Gateway.Transcripts.Export;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.EndToEnd;

/// <summary>A gateway whose feed is enabled, and into whose store a test may put what was said at another time.</summary>
public class ExportingGateway : GatewayFixture
{
    private int _calls;

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Gateway:Export:Utterances:Enabled"] = "true",
        ["Gateway:Export:CompanyName"] = "Example, Inc.",
        ["Gateway:ApiRequestsPerSecond"] = "100000",
    };

    internal FeedFolder Folder => Services.GetRequiredService<FeedFolder>();

    /// <summary>The last date that can be published now.</summary>
    internal DateOnly Yesterday => Services.GetRequiredService<FeedPublisher>().DueDate(Time.GetUtcNow());

    /// <summary>The name of a call that nobody has used.</summary>
    internal CallSid NewCall() => FeedHarness.Call(Interlocked.Increment(ref _calls));

    /// <summary>A moment of yesterday.</summary>
    internal DateTimeOffset At(int hour, int minute = 0) => new(Yesterday, new TimeOnly(hour, minute), TimeSpan.Zero);

    /// <summary>Something was said, and stored five seconds later.</summary>
    internal async Task<Utterance> SaidAsync(CallSid call, DateTimeOffset spoken, string text)
    {
        var utterance = SampleUtterance.Of() with { Id = new UlidSequence(Time).Next(), Conversation = call, SpokenAt = spoken, Text = text };
        await Store.WriteAsync([new MessageEntry(utterance)], spoken.AddSeconds(5), CancellationToken.None);
        return utterance;
    }

    /// <summary>Something happened to a conversation.</summary>
    internal Task HappenedAsync(ConversationEvent happened) =>
        Store.WriteAsync([new EventEntry(new UlidSequence(Time).Next(), happened)], happened.At, CancellationToken.None);

    /// <summary>Publishes what is due, as it happens at two in the morning.</summary>
    internal async Task PublishAsync()
    {
        await using var right = await Store.TryLockPublicationAsync(CancellationToken.None);
        Assert.NotNull(right);
        await foreach (var (_, _) in Services.GetRequiredService<FeedPublisher>().PublishDueAsync(CancellationToken.None))
        {
        }
    }
}
