using System.Text.Json;
using Gateway.Core;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Webhook;

namespace Gateway.Tests.EndToEnd;

/// <summary>What the gateway must make of the sample call, whoever plays it.</summary>
internal static class SampleCall
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(400);

    public static IReadOnlyList<ScriptedUtterance> Expected { get; } =
        [.. Spoken.Script.Windows.SelectMany(Spoken.Script.Expected).OrderBy(utterance => utterance.Start)];

    /// <summary>Every sentence inside the windows came once, from the right person, at the right time; nothing else came.</summary>
    /// <param name="transcripts">What came.</param>
    /// <param name="positionOf">Where in the recording a transcript begins.</param>
    public static void MustHaveCome(IEnumerable<ReceivedTranscript> transcripts, Func<ReceivedTranscript, TimeSpan> positionOf)
    {
        var received = transcripts.OrderBy(positionOf).ToList();
        Assert.Equal(Expected.Count, received.Count);
        foreach (var (said, transcript) in Expected.Zip(received))
        {
            var message = transcript.Message.AutotranscribeResponse;
            var role = said.Role == Speaker.Customer ? Participant.Customer : Participant.Agent;
            Assert.Equal(role, transcript.Message.Sender.Role);
            Spoken.Matches(said.ExpectedText, transcript.Message.Text, 0.3);
            Assert.InRange(positionOf(transcript), said.Start - Tolerance, said.Start + Tolerance);
            Assert.InRange(positionOf(transcript) + (message.End - message.Start), said.End - Tolerance, said.End + Tolerance);
        }
    }

    /// <summary>The document has the members that api.md 4.1 shows, in that order, and no others.</summary>
    public static void MustBeADocument(ReceivedTranscript transcript)
    {
        using var document = JsonDocument.Parse(transcript.Json);
        var root = document.RootElement;
        Assert.Equal(["type", "externalConversationId", "streamId", "sender", "autotranscribeResponse"], Names(root));
        Assert.Equal(["externalId", "role"], Names(root.GetProperty("sender")));
        var response = root.GetProperty("autotranscribeResponse");
        Assert.Equal(["message", "start", "end", "utterance"], Names(response));
        Assert.Equal(["text"], Names(Assert.Single(response.GetProperty("utterance").EnumerateArray())));
        Assert.Equal("transcript", root.GetProperty("type").GetString());
        Assert.Equal("transcript", response.GetProperty("message").GetString());
        Assert.True(response.GetProperty("start").TryGetInt64(out var start) && response.GetProperty("end").TryGetInt64(out var end) && 0 <= start && start < end);
        Assert.Equal("application/json", transcript.Headers["Content-Type"]);
    }

    /// <summary>The PIN was said, and it is nowhere.</summary>
    public static void MustHideThePin(IEnumerable<ReceivedTranscript> transcripts) => MustHideThePin([.. transcripts.Select(transcript => transcript.Message.Text)]);

    /// <summary>The same of mere texts.</summary>
    public static void MustHideThePin(IReadOnlyList<string> texts)
    {
        var masked = Assert.Single(texts, text => text.Contains("PIN number is ####", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(masked, char.IsDigit);
        foreach (var digits in new[] { "four", "seven", "nineteen", "nine", "471", "719" })
            Assert.DoesNotContain(texts, text => text.Contains(digits, StringComparison.OrdinalIgnoreCase));
        // The price in the same call is written as a price.
        Assert.Single(texts, text => text.Contains("$20 a month", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(member => member.Name);
}
