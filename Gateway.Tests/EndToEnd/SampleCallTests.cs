using Gateway.Simulator.Calls;
using Gateway.Simulator.Webhook;

namespace Gateway.Tests.EndToEnd;

/// <summary>The sample call from dialling to hanging up, four times as fast as it was spoken.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class SampleCallTests(SampleCallTests.Played played) : IClassFixture<SampleCallTests.Played>
{
    [Fact]
    public void Nothing_goes_wrong_between_the_gateway_and_Twilio()
    {
        Assert.Empty(played.Report.Problems);
        Assert.Empty(played.Report.Missing);
        Assert.Empty(played.Report.Unexpected);
    }

    [Fact]
    public void Every_sentence_inside_the_windows_is_delivered_and_none_outside() =>
        SampleCall.MustHaveCome(played.Transcripts, played.PositionOf);

    [Fact]
    public void The_PIN_arrives_as_four_hash_marks() => SampleCall.MustHideThePin(played.Transcripts);

    [Fact]
    public void Each_message_has_the_documented_members_in_the_documented_order() =>
        Assert.All(played.Transcripts, SampleCall.MustBeADocument);

    [Fact]
    public void Each_message_names_the_call_and_the_speaker() => Assert.All(played.Transcripts, transcript =>
    {
        Assert.Equal(played.Report.Call.ToString(), transcript.Message.ExternalConversationId);
        var role = transcript.Message.Sender.Role.ToString().ToLowerInvariant();
        Assert.Equal("simulated-" + role, transcript.Message.Sender.ExternalId);
    });

    [Fact]
    public void Each_message_carries_the_secret_in_the_header() => Assert.All(played.Transcripts, transcript =>
        Assert.Equal(GatewayFixture.WebhookSecret.Reveal(), transcript.Headers[GatewayFixture.SecretName]));

    [Fact]
    public void Messages_of_a_window_bear_the_stream_ids_of_that_window()
    {
        Assert.Equal(2, played.Report.Stops.Count);
        foreach (var (stop, window) in played.Report.Stops.Zip(Spoken.Script.Windows))
        {
            var said = played.Transcripts.Where(transcript => played.PositionOf(transcript) >= window.Start && played.PositionOf(transcript) < window.Stop);
            Assert.All(said, transcript => Assert.Contains(transcript.Message.StreamId, new[] { stop.Customer!.StreamId, stop.Agent!.StreamId }));
        }
    }

    [Fact]
    public void Summaries_count_what_was_delivered()
    {
        foreach (var stream in played.Report.Stops.SelectMany(stop => new[] { stop.Customer!, stop.Agent! }))
            Assert.Equal(played.Transcripts.Count(transcript => transcript.Message.StreamId == stream.StreamId), stream.Summary!.Transcripts);
    }

    [Fact]
    public void Summaries_count_sixteen_bytes_for_each_millisecond_of_the_window()
    {
        foreach (var (stop, window) in played.Report.Stops.Zip(Spoken.Script.Windows))
        {
            foreach (var summary in new[] { stop.Customer!.Summary!, stop.Agent!.Summary! })
            {
                Assert.Equal(16 * summary.AudioDurationMs, summary.TotalAudioBytes);
                Assert.Equal((long)Math.Ceiling(summary.AudioDurationMs / 1000.0), summary.StreamingSeconds);
                Assert.InRange(summary.AudioDurationMs, (window.Stop - window.Start).TotalMilliseconds - 700, (window.Stop - window.Start).TotalMilliseconds + 700);
            }
        }
    }

    [Fact]
    public void The_log_tells_nothing_of_what_was_said() =>
        Assert.All(played.Transcripts, transcript => LogSecrecy.MustNotTell(played.Log, transcript.Message.Text));

    /// <summary>A gateway that has taken the call.</summary>
    public sealed class Played : GatewayFixture, IAsyncLifetime
    {
        private ScriptedCall? _call;

        internal CallReport Report { get; private set; } = null!;

        internal IReadOnlyList<ReceivedTranscript> Transcripts => Receiver.Of(Report.Call).Snapshot();

        internal TimeSpan PositionOf(ReceivedTranscript transcript) => _call!.PositionOf(transcript);

        async Task IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            var options = new ScriptedCallOptions { Trust = Trust, Speed = 4, Patience = Patience.Limit };
            _call = new ScriptedCall(Spoken.Script, options, Client, Receiver, Clock, NextRandom());
            Report = await _call.PlayAsync(CancellationToken.None);
        }
    }
}
