using System.Buffers.Binary;

namespace Gateway.Media.Recognition.Whisper;

/// <summary>
/// Looks at the file of a model before the library does. The library takes a file that ends before its first weights for an empty model, loads it without a word, and
/// then understands nothing.
/// </summary>
internal static class WhisperModelFile
{
    private const uint Magic = 0x67676d6c;

    /// <summary>The numbers behind the magic number: sizes of the network, and in which form its weights are.</summary>
    private const int HeaderNumbers = 11;

    private const int EnglishVocabulary = 51_864;
    private const int MostFilterBytes = 1 << 20;
    private const int MostWords = 1 << 17;
    private const int MostWordBytes = 1 << 10;

    /// <summary>A tensor begins with three numbers, then come its name and its weights.</summary>
    private const int TensorHeaderBytes = 12;

    /// <summary>Finds the configured model and looks whether it can be one.</summary>
    /// <returns>The path of its file, and whether it knows only English.</returns>
    /// <exception cref="RecognizerUnavailableException">It is missing, cut off, or no model; the message says what to do.</exception>
    public static (string Path, bool IsEnglishOnly) Find(string model, string directory)
    {
        var known = WhisperModels.TryFind(model, out var named);
        var path = Path.GetFullPath(known ? Path.Combine(directory, named!.FileName) : model);
        var remedy = known
            ? $"Run 'twilio-gateway models pull {model}' to fetch it, with '--directory {Path.GetFullPath(directory)}' when that is not where it looks by itself."
            : "Set Gateway:Recognition:Whisper:Model to the path of a model in ggml format, or to a name from 'twilio-gateway models list'.";
        try
        {
            using var file = File.OpenRead(path);
            if (known && file.Length != named!.Bytes)
                throw new RecognizerUnavailableException($"The speech model '{path}' has {file.Length} bytes instead of {named.Bytes}: it is damaged or was cut off. {remedy}");
            using var reader = new BinaryReader(new BufferedStream(file));
            return (path, ReadHeader(reader) is { } words
                ? words <= EnglishVocabulary
                : throw new RecognizerUnavailableException($"The file '{path}' is not a Whisper model in ggml format. {remedy}"));
        }
        catch (EndOfStreamException)
        {
            throw new RecognizerUnavailableException($"The speech model '{path}' ends before its weights: it was cut off, or it is one of the empty models that are meant for tests. {remedy}");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RecognizerUnavailableException($"The speech model '{path}' does not exist. {remedy}");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RecognizerUnavailableException($"The speech model '{path}' cannot be read: {refused.Message}");
        }
    }

    /// <summary>Reads up to the first weights.</summary>
    /// <returns>How many tokens the model has; null when this is no model.</returns>
    /// <exception cref="EndOfStreamException">It ends before.</exception>
    private static int? ReadHeader(BinaryReader reader)
    {
        if (reader.ReadUInt32() != Magic)
            return null;
        var numbers = ReadNumbers(reader, HeaderNumbers);
        var filters = ReadNumbers(reader, 2);
        if (Array.Exists(numbers, number => number < 0) || filters[0] <= 0 || filters[1] <= 0 || (long)filters[0] * filters[1] * sizeof(float) > MostFilterBytes)
            return null;
        Skip(reader, filters[0] * filters[1] * sizeof(float));
        var words = reader.ReadInt32();
        if (words is <= 0 or > MostWords)
            return null;
        for (var i = 0; i < words; i++)
        {
            var length = reader.ReadInt32();
            if (length is < 0 or > MostWordBytes)
                return null;
            Skip(reader, length);
        }

        Skip(reader, TensorHeaderBytes + 1);
        return numbers[0];
    }

    private static int[] ReadNumbers(BinaryReader reader, int count)
    {
        var bytes = ReadExactly(reader, count * sizeof(int));
        return [.. Enumerable.Range(0, count).Select(i => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(i * sizeof(int))))];
    }

    private static void Skip(BinaryReader reader, int bytes) => ReadExactly(reader, bytes);

    private static byte[] ReadExactly(BinaryReader reader, int count) =>
        reader.ReadBytes(count) is var bytes && bytes.Length == count ? bytes : throw new EndOfStreamException();
}
