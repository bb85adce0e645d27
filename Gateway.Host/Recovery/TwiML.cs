using System.Text;
using System.Xml;

namespace Gateway.Host.Recovery;

/// <summary>Writes the TwiML that starts a stream and lets the call go on.</summary>
internal static class TwiML
{
    /// <summary>The longest document that Twilio reads, in bytes.</summary>
    private const int MaxBytes = 64 * 1024;

    // The declaration must be the document's first bytes, so there is no byte order mark. What would be normalised when it is read is
    // written as a character reference.
    private static readonly XmlWriterSettings Writing = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineHandling = NewLineHandling.Entitize };

    private static readonly XmlReaderSettings Reading = new()
    {
        ConformanceLevel = ConformanceLevel.Fragment,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    /// <summary><c>&lt;Response&gt;&lt;Start&gt;&lt;Stream&gt;</c>, and what follows it.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="continuation">
    /// The verbs that follow, such as <c>&lt;Dial&gt;+15550101&lt;/Dial&gt;</c>. A started stream does not hold the call: with null, the call
    /// ends as soon as the stream has been started.
    /// </param>
    /// <returns>The document, for <c>text/xml</c> in UTF-8.</returns>
    /// <exception cref="ArgumentException">
    /// The stream is not as <see cref="StreamRequest"/> demands, holds characters that XML 1.0 cannot carry, the continuation has a mistake, or the
    /// document is longer than Twilio reads. The message repeats no value.
    /// </exception>
    public static string StartStream(StreamRequest stream, string? continuation = null)
    {
        stream.Check();
        if (continuation is not null && MistakeIn(continuation) is { } mistake)
            throw new ArgumentException($"The continuation {mistake}.");
        using var document = new MemoryStream();
        using (var writer = XmlWriter.Create(document, Writing))
        {
            writer.WriteStartElement("Response");
            writer.WriteStartElement("Start");
            Write(writer, stream);
            writer.WriteEndElement();
            if (continuation is not null)
                CopyVerbs(writer, continuation);
            writer.WriteEndElement();
        }

        return document.Length <= MaxBytes
            ? Encoding.UTF8.GetString(document.GetBuffer(), 0, (int)document.Length)
            : throw new ArgumentException("The TwiML document is longer than the 64 KiB that Twilio reads.");
    }

    /// <summary>What is wrong with a continuation, as the end of a sentence that begins with its name; null when it can be used.</summary>
    public static string? MistakeIn(string continuation)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(continuation), Reading);
            var verbs = 0;
            while (reader.Read())
            {
                if (reader.Depth > 0)
                    continue;
                if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                    return "must hold TwiML verbs, not text";
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "Response" })
                    return "must hold the verbs alone, without <Response>";
                verbs += reader.NodeType == XmlNodeType.Element ? 1 : 0;
            }

            return verbs > 0 ? null : "must hold at least one TwiML verb, such as <Pause length=\"3600\"/>";
        }
        catch (XmlException malformed)
        {
            return $"is not well-formed XML (line {malformed.LineNumber}, position {malformed.LinePosition})";
        }
    }

    private static void Write(XmlWriter writer, StreamRequest stream)
    {
        writer.WriteStartElement("Stream");
        WriteAttribute(writer, "url", stream.Url);
        WriteAttribute(writer, "name", stream.Name);
        WriteAttribute(writer, "track", stream.TrackName);
        WriteAttribute(writer, "statusCallback", stream.StatusCallback);
        WriteAttribute(writer, "statusCallbackMethod", stream.MethodName);
        foreach (var (name, value) in stream.Parameters)
        {
            writer.WriteStartElement("Parameter");
            WriteAttribute(writer, "name", name);
            WriteAttribute(writer, "value", value);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static void WriteAttribute(XmlWriter writer, string name, string? value)
    {
        if (value is null)
            return;
        try
        {
            XmlConvert.VerifyXmlChars(value);
        }
        catch (XmlException)
        {
            throw new ArgumentException($"The stream's '{name}' holds a character that XML cannot carry.");
        }

        writer.WriteAttributeString(name, value);
    }

    /// <summary>Read and written again: whatever was configured, the document stays well-formed.</summary>
    private static void CopyVerbs(XmlWriter writer, string continuation)
    {
        using var reader = XmlReader.Create(new StringReader(continuation), Reading);
        reader.Read();
        while (!reader.EOF)
            writer.WriteNode(reader, defattr: false);
    }
}
