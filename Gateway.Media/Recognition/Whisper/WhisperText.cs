using System.IO.Compression;
using System.Text;
using Gateway.Media.Recognition.WholeUtterance;

namespace Gateway.Media.Recognition.Whisper;

/// <summary>Makes of Whisper's segments and tokens what is common to all engines that write.</summary>
internal static class WhisperText
{
    /// <summary>The segments with what the guard against invented text wants to know, and the words with their times.</summary>
    public static UtteranceText Of(IReadOnlyList<WhisperSegment> segments)
    {
        var judged = new List<TextSegment>(segments.Count);
        var words = new List<TimedWord>();
        foreach (var segment in segments)
        {
            var spoken = segment.Tokens.Where(IsText).ToList();
            judged.Add(new TextSegment(segment.Text.Trim(), segment.Start, segment.End)
            {
                NoSpeechProbability = segment.NoSpeechProbability,
                MeanLogProbability = spoken.Count == 0 ? null : spoken.Average(token => token.LogProbability),
                CompressionRatio = CompressionRatio(segment.Text),
            });
            AddWords(words, spoken);
        }

        return new UtteranceText(judged) { Words = words };
    }

    private static void AddWords(List<TimedWord> words, List<WhisperToken> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (i == 0 || token.Text.StartsWith(' '))
                words.Add(new TimedWord(token.Text, token.Start, token.End));
            else
                words[^1] = new TimedWord(words[^1].Text + token.Text, words[^1].Start, token.End);
        }
    }

    /// <summary>Others mark times, languages and the end: "[_TT_150]".</summary>
    private static bool IsText(WhisperToken token) => !(token.Text.StartsWith("[_", StringComparison.Ordinal) && token.Text.EndsWith(']'));

    /// <summary>As the model's authors measure repetitions.</summary>
    private static double CompressionRatio(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        using var compressed = new MemoryStream();
        using (var compressor = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            compressor.Write(bytes);
        return (double)bytes.Length / compressed.Length;
    }
}
