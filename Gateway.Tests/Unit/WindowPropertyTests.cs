using Gateway.Core;
using Gateway.Media.Calls;
using Gateway.Tests.Support;

namespace Gateway.Tests.Unit;

/// <summary>
/// Random histories of one call: streams come and go, starts and stops in any order, audio on all of them, gaps. Every half frame carries
/// its own number, loud enough to be taken for speech, so that what reached the recogniser can be told to the frame.
/// </summary>
[Collection(ProcessorBound.Name)]
public sealed class WindowPropertyTests
{
    private static readonly int Histories = Environment.GetEnvironmentVariable("GATEWAY_TESTS_LONG") == "1" ? 20_000 : 1_500;
    private const int StepsPerHistory = 80;

    [Fact]
    public async Task No_audio_from_outside_a_window_ever_reaches_the_recogniser()
    {
        var heard = 0;
        for (var seed = 1; seed <= Histories; seed++)
            heard += await PlayHistoryAsync(seed);

        // The property would hold trivially if nothing were ever recognised.
        Assert.True(heard > 10 * Histories, $"only {heard} frames were heard in {Histories} histories");
    }

    private static async Task<int> PlayHistoryAsync(int seed)
    {
#pragma warning disable RS0030 // Seeded: a failing history can be played again.
        var random = new Random(seed);
#pragma warning restore RS0030
        using var table = new CallTableHarness(new CallOptions { StartGrace = TimeSpan.Zero });
        var streams = new List<(CallStream Stream, MediaFeed Feed)>();
        CallStream? feeding = null;
        var active = false;
        var ended = false;
        var number = 0;
        var inside = new HashSet<int>();
        var bytes = new Dictionary<Track, long> { [Track.Inbound] = 0, [Track.Outbound] = 0 };

        for (var step = 0; step < StepsPerHistory; step++)
        {
            switch (random.Next(20))
            {
                case 0 when streams.Count < 3:
                    feeding = table.Open();
                    streams.Add((feeding, new MediaFeed(feeding, table.Time)));
                    active = false;
                    break;
                case 1 when streams.Count > 0:
                    var leaving = streams[random.Next(streams.Count)];
                    streams.Remove(leaving);
                    await table.Calls.CloseAsync(leaving.Stream, random.Next(2) == 0 ? StreamEnding.Stopped : StreamEnding.Lost);
                    if (leaving.Stream == feeding)
                        (feeding, active, ended) = (null, false, true);
                    break;
                case 2 or 3:
                    var start = await table.StartAsync();
                    Assert.Equal(active ? GateRefusal.AlreadyDone : feeding is null ? GateRefusal.NoSuchCall : null, start.Refusal);
                    if (start.Report is not null)
                    {
                        active = true;
                        bytes[Track.Inbound] = bytes[Track.Outbound] = 0;
                    }

                    break;
                case 4:
                    var stop = await table.StopAsync();
                    Assert.Equal(active ? null : feeding is null && !ended ? GateRefusal.NoSuchCall : GateRefusal.AlreadyDone, stop.Refusal);
                    if (stop.Report is { } report)
                        Assert.Equal((2 * bytes[Track.Inbound], 2 * bytes[Track.Outbound]), (report.Customer!.TotalAudioBytes, report.Agent!.TotalAudioBytes));
                    active = false;
                    break;
                case 5 when streams.Count > 0:
                    streams[random.Next(streams.Count)].Feed.Pass(TimeSpan.FromMilliseconds(random.Next(1000)));
                    break;
                default:
                    foreach (var (stream, feed) in streams)
                    {
                        for (var frame = random.Next(30); frame > 0; frame--)
                        {
                            foreach (var track in stream.Tracks)
                            {
                                feed.Frame(track, NumberedAudio.Encode(++number));
                                if (!active || stream != feeding)
                                    continue;
                                inside.Add(number);
                                bytes[track] += NumberedAudio.FrameBytes;
                            }

                            feed.Pass(TimeSpan.FromMilliseconds(20));
                        }
                    }

                    break;
            }
        }

        foreach (var (stream, _) in streams)
            await table.Calls.CloseAsync(stream, StreamEnding.Closed);
        await Eventually.HoldsAsync(() => table.Recognizer.Recordings.All(recording => recording.Disposed));

        var heard = table.Recognizer.Recordings.SelectMany(recording => NumberedAudio.Read(recording.Samples)).ToHashSet();
        Assert.True(heard.IsSubsetOf(inside), $"history {seed}: frames {string.Join(',', heard.Except(inside).Take(5))} were heard outside every window");
        return heard.Count;
    }
}
