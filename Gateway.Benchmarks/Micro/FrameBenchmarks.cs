using System.Text;
using BenchmarkDotNet.Attributes;
using Gateway.Media.Audio;
using Gateway.Media.Endpointing;
using Gateway.Media.Recognition.PocketSphinx;
using Gateway.Media.Twilio;
using Gateway.Simulator.Scripts;

namespace Gateway.Benchmarks.Micro;

/// <summary>What happens to every frame of 20 ms, or of 10 ms where that is said: audio of the sample call in which somebody speaks.</summary>
[MemoryDiagnoser]
public class FrameBenchmarks
{
    private const int FramesOfAnUtterance = 150;

    private readonly TwilioMessageReader _reader = new();
    private readonly Endpointer _endpointer = new(new EndpointingOptions());
    private readonly short[] _samples = new short[160];
    private readonly short[] _wide = new short[320];
    private byte[] _message = [];
    private byte[] _payload = [];
    private SpectralFolding _folding;
    private TimeSpan _position;

    /// <summary>Takes a frame out of the sample call.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        var script = CallScript.Load(Path.Combine("samples", "streaming-upgrade.json"));
        var spoken = script.Utterances[0];
        _payload = script.Audio.Frame(spoken.Track, (int)((spoken.Start + TimeSpan.FromSeconds(1)) / Simulator.Audio.CallAudio.FrameLength)).ToArray();
        _message = Encoding.ASCII.GetBytes(
            $$$"""{"event":"media","sequenceNumber":"4711","media":{"track":"inbound","chunk":"4710","timestamp":"94200","payload":"{{{Convert.ToBase64String(_payload)}}}"},"streamSid":"MZ00000000000000000000000000000001"}""");
        MuLaw.Decode(_payload, _samples);
    }

    /// <summary>One message of Twilio's, base64 included.</summary>
    [Benchmark]
    public void Read_a_message() => _reader.Read(_message);

    /// <summary>160 samples.</summary>
    [Benchmark]
    public void Decode_mu_law() => MuLaw.Decode(_payload, _samples);

    /// <summary>160 samples to 320.</summary>
    [Benchmark]
    public void Fold_the_spectrum() => _folding.Apply(_samples, _wide);

    /// <summary>10 ms.</summary>
    [Benchmark]
    public void Hear_half_a_frame()
    {
        _endpointer.Advance(_samples.AsSpan(0, 80), _position);
        _position += TimeSpan.FromMilliseconds(10);
    }

    /// <summary>160 samples in and out: a share of an utterance of three seconds, which is kept until its end.</summary>
    [Benchmark(OperationsPerInvoke = FramesOfAnUtterance)]
    public void Queue_samples()
    {
        using var queue = new SampleQueue();
        for (var frame = 0; frame < FramesOfAnUtterance; frame++)
        {
            queue.Enqueue(_samples);
            queue.Dequeue(_wide);
        }
    }
}
