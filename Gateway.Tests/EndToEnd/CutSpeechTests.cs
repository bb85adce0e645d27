using Gateway.Core;
using Gateway.Media;
using Gateway.Media.Calls;
using Gateway.Media.Conversations;
using Gateway.Media.Endpointing;
using Gateway.Media.Recognition;
using Gateway.Media.Recognition.PocketSphinx;
using Gateway.Media.Text.Redaction;
using Gateway.Media.Twilio;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.EndToEnd;

/// <summary>The real recogniser on a sentence that is cut off anywhere, as by a stop, a hang-up or a lost connection.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class CutSpeechTests
{
    [Fact]
    public async Task A_sentence_that_is_cut_off_in_mid_word_is_never_lost_whole()
    {
        var script = CallScript.Load(TestPaths.Sample);
        var spoken = script.Utterances.First(utterance => utterance.Track == Track.Inbound && utterance.Start >= script.Windows[0].Start);
        var time = new ManualTime();
        var delivered = new CollectingSink();
        await using var services = new ServiceCollection().AddMetrics().AddSingleton<MediaMetrics>().BuildServiceProvider();
        using var recognizer = new PocketSphinxRecognizer(new PocketSphinxOptions());
        var engines = new SpeechEngines([recognizer], TimeProvider.System, NullLogger.Instance);
        await engines.WarmUpAsync(CancellationToken.None);
        using var workers = new RecognitionWorkers(2);
        var metrics = services.GetRequiredService<MediaMetrics>();
        var resources = new RecognitionResources(engines.All, workers, metrics, TimeProvider.System, NullLogger.Instance);
        var transcriber = new Transcriber(new EndpointingOptions(), resources, new Redactor(new RedactionOptions()), [delivered], time);
        var calls = new CallTable(new CallOptions(), transcriber, new ConversationTable(new CollectingConversationLog(), time), metrics, time, NullLogger.Instance);

        var cuts = 0;
        for (var length = TimeSpan.FromSeconds(1); length < spoken.End - spoken.Start; length += TimeSpan.FromMilliseconds(140), cuts++)
        {
            var sid = CallSid.Parse($"CA{cuts:x32}");
            var stream = calls.Open(new StreamStart { CallSid = sid, StreamSid = StreamSid.Parse("MZ1"), Tracks = new HashSet<Track> { Track.Inbound } });
            await calls.StartAsync(sid, CallTableHarness.Settings, CancellationToken.None);
            var feed = new MediaFeed(stream, time);
            for (var at = spoken.Start - TimeSpan.FromMilliseconds(300); at < spoken.Start + length; at += TimeSpan.FromMilliseconds(20))
            {
                feed.Frame(Track.Inbound, script.Audio.Frame(Track.Inbound, (int)(at.TotalMilliseconds / 20)).Span);
                feed.Pass(TimeSpan.FromMilliseconds(20));
            }

            await calls.StopAsync(sid);
            Assert.True(delivered.Utterances.Count > cuts, $"cut off after {length.TotalMilliseconds} ms, nothing was delivered");
        }

        Assert.True(cuts > 25);
    }
}
