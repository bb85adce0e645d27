namespace Gateway.Tests.Support;

/// <summary>Files that begin as models in ggml format do, with few words and no weights worth the name.</summary>
internal static class GgmlFile
{
    public const int EnglishVocabulary = 51_864;

    public const int ManyLanguages = 51_865;

    /// <summary>A model up to its first weights; so many bytes of weights follow.</summary>
    public static byte[] Of(int vocabulary = EnglishVocabulary, int weightBytes = 64, uint magic = 0x67676d6c, int words = 3, int wordLength = 2)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write(magic);
        foreach (var number in (int[])[vocabulary, 1500, 384, 6, 4, 448, 384, 6, 4, 80, 7])
            writer.Write(number);
        writer.Write(80);
        writer.Write(2);
        writer.Write(new byte[80 * 2 * sizeof(float)]);
        writer.Write(words);
        for (var i = 0; i < Math.Min(words, 10); i++)
        {
            writer.Write(wordLength);
            writer.Write(new byte[Math.Clamp(wordLength, 0, 100)]);
        }

        writer.Write(new byte[weightBytes]);
        return file.ToArray();
    }
}
