using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gateway.Media.Audio;

namespace Gateway.Media.Recognition.OpenAi;

/// <summary>How much a server is asked to tell; with less, it is asked again when it refuses.</summary>
internal enum TranscriptionDetail
{
    /// <summary>The text: <c>json</c>.</summary>
    Text,

    /// <summary>Segments and how sure the model is of them: <c>verbose_json</c>.</summary>
    Segments,

    /// <summary>Words with their times, too.</summary>
    Words,
}

/// <summary>
/// The body of a request for a transcription: a form with the audio as a WAV file of 8 000 Hz, 16 bits, mono. Servers resample it themselves, and there is nothing above 4 kHz to add. Written
/// by hand because some servers want names in quotation marks and the type of the file, which the package's own form lacks. Holds a voice: never log it.
/// </summary>
internal static class TranscriptionForm
{
    private const int WavHeaderBytes = 44;

    /// <summary>An utterance as a WAV file.</summary>
    public static byte[] Wav(ReadOnlySpan<short> samples)
    {
        var file = new byte[WavHeaderBytes + 2 * samples.Length];
        var header = file.AsSpan(0, WavHeaderBytes);
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], file.Length - 8);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], Telephony.SampleRateHz);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], 2 * Telephony.SampleRateHz);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], 2 * samples.Length);
        for (var i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(WavHeaderBytes + 2 * i), samples[i]);
        return file;
    }

    /// <summary>The whole form.</summary>
    /// <param name="wav">The audio.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="language">ISO 639 code.</param>
    /// <param name="prompt">Text for the model to go by; empty for none.</param>
    /// <param name="detail">What to ask for.</param>
    public static (string ContentType, byte[] Body) Of(byte[] wav, string model, string language, string prompt, TranscriptionDetail detail)
    {
        var boundary = "----gateway" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var fields = new StringBuilder();
        Add("model", model);
        Add("language", language);
        if (prompt.Length > 0)
            Add("prompt", prompt);
        Add("response_format", detail == TranscriptionDetail.Text ? "json" : "verbose_json");
        if (detail == TranscriptionDetail.Words)
        {
            Add("timestamp_granularities[]", "word");
            Add("timestamp_granularities[]", "segment");
        }

        fields.Append(System.Globalization.CultureInfo.InvariantCulture, $"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"utterance.wav\"\r\nContent-Type: audio/wav\r\n\r\n");
        return ($"multipart/form-data; boundary={boundary}", [.. Encoding.UTF8.GetBytes(fields.ToString()), .. wav, .. Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n")]);

        void Add(string name, string value) =>
            fields.Append(System.Globalization.CultureInfo.InvariantCulture, $"--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
}
