using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Gateway.Media.Recognition.PocketSphinx;
using Gateway.Simulator.Audio;

namespace Gateway.Tests.EndToEnd;

/// <summary>
/// People reading aloud, recorded by others, sent as direct audio: the words are those that the engine's own command-line program understands of the same
/// audio with the same settings, so nothing between the socket and the engine changes, loses or adds a sample.
/// </summary>
[Collection(EndToEndCollection.Name)]
public sealed class RecordedReadingTests(RecordedReadingTests.PatientGateway gateway) : IClassFixture<RecordedReadingTests.PatientGateway>
{
    private const string Recordings = "/usr/share/pocketsphinx/test/data";

    private const string Model = "/usr/share/pocketsphinx/model/en-us";

    /// <summary>
    /// Readings of up to 3 s that begin within the first half second: from 3 s on the engine's mean drifts towards the speaker, and in the gateway it begins with the weight of a longer past.
    /// </summary>
    [Theory]
    [InlineData("librivox/sense_and_sensibility_01_austen_64kb-0880.wav", "young man")]
    [InlineData("goforward.raw", "forward")]
    [InlineData("tidigits/dhd.2934z.raw", "")]
    public async Task A_reading_gives_the_words_that_the_engine_gives_by_itself(string recording, string said)
    {
        var telephone = await ToTelephoneAsync(Path.Combine(Recordings, recording));

        using var socket = await DirectSocket.ConnectAsync(gateway);
        await socket.StartAsync("customer", ""","smartFormatting":false,"redactionOutput":"unredacted" """);
        await socket.PlayAsync(MemoryMarshal.AsBytes(telephone.AsSpan()).ToArray(), 1601);
        var ending = await socket.FinishAsync();

        ending.MustAddUp(2 * telephone.Length);
        Assert.Equal(await EngineAsync(telephone), Assert.Single(ending.Texts));
        Assert.Contains(said, ending.Texts[0], StringComparison.Ordinal);
    }

    private static async Task<short[]> ToTelephoneAsync(string path)
    {
        var samples = new short[60 * Resampler.RateHz];
        if (Path.GetExtension(path) == ".wav")
        {
            using var wav = WavReader.Open(path);
            return samples[..new RecordingReader(wav, 0).Read([samples])];
        }

        var wide = MemoryMarshal.Cast<byte, short>(await File.ReadAllBytesAsync(path)).ToArray();
        var resampler = new Resampler(16_000);
        resampler.Push([.. wide.Select(sample => sample / 32768f)]);
        resampler.Finish();
        return samples[..resampler.Read(samples)];
    }

    private static async Task<string> EngineAsync(short[] telephone)
    {
        var folding = default(SpectralFolding);
        var wide = new short[2 * telephone.Length];
        folding.Apply(telephone, wide);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, MemoryMarshal.AsBytes(wide.AsSpan()).ToArray());
            var mean = string.Join(',', CepstralMean.OfTelephoneSpeech().Select(value => value.ToString(CultureInfo.InvariantCulture)));
            var run = await ProcessRun.ToEndAsync(
                new ProcessStartInfo("pocketsphinx_continuous",
                [
                    "-infile", file, "-hmm", $"{Model}/en-us", "-lm", $"{Model}/en-us.lm.bin", "-dict", $"{Model}/cmudict-en-us.dict", "-cmninit", mean, "-fwdflat", "no",
                    "-maxhmmpf", "3000", "-maxwpf", "10", "-pl_window", "10", "-remove_noise", "no", "-remove_silence", "no", "-logfn", "/dev/null",
                ]),
                Patience.Limit);
            Assert.Equal(0, run.ExitCode);
            return run.Output.Trim();
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Takes a whole reading for one utterance, silence at its beginning and in its middle included.</summary>
    public sealed class PatientGateway : GatewayFixture
    {
        /// <inheritdoc/>
        protected override Dictionary<string, string?> Settings => new()
        {
            ["Gateway:Endpointing:Silence"] = "00:00:02",
            ["Gateway:Endpointing:LeadIn"] = "00:00:00.500",
            ["Gateway:Endpointing:MaxUtterance"] = "00:01:00",
        };
    }
}
