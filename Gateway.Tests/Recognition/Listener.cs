using Gateway.Media.Recognition;
using Gateway.Media.Recognition.PocketSphinx;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Media.Text;
using Gateway.Tests.Support;

namespace Gateway.Tests.Recognition;

/// <summary>What the real recogniser understands of a voice.</summary>
internal static class Listener
{
    /// <summary>The words as they are handed to formatting.</summary>
    public static async Task<string> HearAsync(this PocketSphinxRecognizer recognizer, Speaker speaker, short[] audio)
    {
        var vocabulary = speaker.Vocabulary?.Current ?? Vocabulary.Empty;
        using var recognition = await recognizer.BeginAsync(speaker);
        return await HearAsync(recognition, audio, vocabulary);
    }

    public static async Task<string> HearAsync(IRecognition recognition, short[] audio, Vocabulary vocabulary)
    {
        for (var at = 0; at < audio.Length; at += 2000)
            recognition.Push(audio.AsSpan(at, Math.Min(2000, audio.Length - at)));
        var hypothesis = await recognition.FinishAsync(CancellationToken.None);
        return string.Join(' ', PhraseMatcher.Apply(hypothesis.Words, vocabulary).Select(word => word.Text));
    }

    public static Task<string> HearAsync(this PocketSphinxRecognizer recognizer, Speaker speaker, string voice, string text) =>
        recognizer.HearAsync(speaker, Voice.Says(voice, text));

    public static Speaker Speaker(SharedVocabulary shared, params VocabularyEntry[] entries)
    {
        var session = new SessionVocabulary(shared);
        Assert.Null(session.Add(entries));
        return new Speaker { Language = "en-US", Vocabulary = session };
    }
}
