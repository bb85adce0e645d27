using Gateway.Simulator.Audio;
using Gateway.Simulator.Twilio;

namespace Gateway.Simulator.Direct;

/// <summary>Sends a recording over one connection per channel, all of them in step, as those who speak to each other do.</summary>
/// <param name="recording">Has as many channels as there are streams.</param>
/// <param name="streams">The connections.</param>
internal sealed class FileTranscription(RecordingReader recording, IReadOnlyList<DirectStream> streams)
{
    // What api.md 7.5 recommends.
    private static readonly TimeSpan LongFrame = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ShortFrame = TimeSpan.FromMilliseconds(20);

    /// <summary>Starts the streams, sends all audio and waits for the ends. A stream that ends early does not stop the others.</summary>
    /// <param name="starts">The first message of each stream.</param>
    /// <param name="vocabulary">Terms for all streams.</param>
    /// <param name="cadence">Paces the audio as speech; null sends it as fast as the gateway takes it.</param>
    /// <param name="cancellationToken">Cuts the connections.</param>
    public async Task<IReadOnlyList<ConnectionReport>> RunAsync(
        IReadOnlyList<StartStream> starts, IReadOnlyList<VocabularyPhrase> vocabulary, FrameClock? cadence, CancellationToken cancellationToken)
    {
        await Task.WhenAll(streams.Zip(starts, (stream, start) => stream.StartAsync(start, vocabulary, cancellationToken)));
        await SendAsync(cadence, cancellationToken);
        return await Task.WhenAll(streams.Select(stream => stream.FinishAsync(cancellationToken)));
    }

    private async Task SendAsync(FrameClock? cadence, CancellationToken cancellationToken)
    {
        var length = cadence is null ? LongFrame : ShortFrame;
        var frames = streams.Select(_ => new short[(int)(length.TotalSeconds * Resampler.RateHz)].AsMemory()).ToArray();
        var timer = cadence is null ? null : new DeadlineTimer(cadence);
        for (var frame = 0; recording.Read(frames) is > 0 and var samples; frame++)
        {
            if (timer is not null)
                await timer.WaitUntilAsync(frame * length);
            var sent = await Task.WhenAll(streams.Select((stream, i) => stream.SendAudioAsync(frames[i][..samples], cancellationToken).AsTask()));
            if (!sent.Contains(true))
                break;
        }
        // Whoever awaits this must not go on on the thread that wakes all streams.
        await Task.Yield();
    }
}
