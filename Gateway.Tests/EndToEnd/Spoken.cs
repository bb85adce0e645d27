using Gateway.Core;
using Gateway.Simulator.Audio;
using Gateway.Simulator.Calls;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Support;

namespace Gateway.Tests.EndToEnd;

/// <summary>What people say in the sample call, sentence by sentence. A sentence is named by how it begins.</summary>
internal static class Spoken
{
    public const string NeedsHelp = "I need help upgrading";
    public const string WatchesMovies = "My children would like";
    public const string TakesTheOffer = "That is a good offer";
    public const string Greets = "Good morning welcome";
    public const string LooksUp = "Give me a moment";
    public const string SaysGoodbye = "We appreciate your business";

    /// <summary>What lies between two sentences of the recording; long enough to end an utterance.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan After = TimeSpan.FromMilliseconds(600);

    public static CallScript Script { get; } = CallScript.Load(TestPaths.Sample);

    public static ScriptedUtterance Utterance(string beginning) =>
        Script.Utterances.Single(utterance => utterance.Text.StartsWith(beginning, StringComparison.Ordinal));

    /// <summary>The sentence with a breath before it and the silence that ends it, both tracks.</summary>
    public static CallAudio Sentence(string beginning)
    {
        var utterance = Utterance(beginning);
        return Cut(utterance.Start - Before, utterance.End + After);
    }

    /// <summary>The sentence up to its very end: nobody can know yet that it is over.</summary>
    public static CallAudio WithoutPause(string beginning)
    {
        var utterance = Utterance(beginning);
        return Cut(utterance.Start - Before, utterance.End);
    }

    /// <summary>The same sound on the inbound track alone.</summary>
    public static CallAudio OnInboundOnly(this CallAudio audio) => new(Bytes(audio, Track.Inbound, 0, audio.Frames));

    /// <summary>The transcript says the sentence, as far as a recogniser of telephone speech can be trusted.</summary>
    public static void Matches(string beginning, string transcript) => Matches(Utterance(beginning).ExpectedText, transcript, 0.3);

    public static void Matches(string said, string transcript, double maxWordErrorRate)
    {
        var errors = WordErrors.Between(said, transcript);
        Assert.True(errors.Rate <= maxWordErrorRate, $"\"{said}\" was transcribed as \"{transcript}\".");
    }

    private static CallAudio Cut(TimeSpan start, TimeSpan end)
    {
        var (first, count) = ((int)(start / CallAudio.FrameLength), (int)Math.Ceiling((end - start) / CallAudio.FrameLength));
        return new CallAudio(Bytes(Script.Audio, Track.Inbound, first, count), Bytes(Script.Audio, Track.Outbound, first, count));
    }

    private static byte[] Bytes(CallAudio audio, Track track, int first, int count) =>
        [.. Enumerable.Range(first, count).SelectMany(frame => audio.Frame(track, frame).ToArray())];
}
