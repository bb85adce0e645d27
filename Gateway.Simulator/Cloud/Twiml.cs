using System.Xml;
using System.Xml.Linq;

namespace Gateway.Simulator.Cloud;

/// <summary>What a TwiML document says, as far as streams go.</summary>
/// <param name="Starts">The streams to start.</param>
/// <param name="Stops">The names of streams to stop.</param>
/// <param name="HoldsCall">Whether something follows that keeps the call alive. Starting a stream does not.</param>
internal sealed record Twiml(IReadOnlyList<StreamOrder> Starts, IReadOnlyList<string> Stops, bool HoldsCall)
{
    /// <summary>Reads a document.</summary>
    /// <param name="document">Its text.</param>
    /// <param name="url">Where it was fetched: a stream's URL may be relative to it.</param>
    /// <exception cref="RestRefusedException">It is not TwiML (12100), or a stream in it is not as it must be.</exception>
    public static Twiml Read(string document, Uri url)
    {
        XElement response;
        try
        {
            response = XDocument.Parse(document).Root!;
        }
        catch (XmlException e)
        {
            throw new RestRefusedException(400, 12100, $"Document parse failure: {e.Message}");
        }
        if (response.Name != "Response")
            throw new RestRefusedException(400, 12100, "Document parse failure: the root is not <Response>");
        return new Twiml(
            [.. response.Elements("Start").Elements("Stream").Select(stream => Order(stream, url))],
            [.. response.Elements("Stop").Elements("Stream").Select(static stream => stream.Attribute("name")?.Value).OfType<string>()],
            response.Elements().LastOrDefault()?.Name.LocalName is not (null or "Start" or "Stop"));
    }

    private static StreamOrder Order(XElement stream, Uri document)
    {
        var url = stream.Attribute("url")?.Value;
        // As written where it is absolute: what is dialled is what gets signed.
        if (url is not null && !url.Contains("://", StringComparison.Ordinal))
            url = new UriBuilder(new Uri(document, url)) { Scheme = Uri.UriSchemeWss }.Uri.AbsoluteUri;
        var parameters = new Dictionary<string, string>();
        foreach (var parameter in stream.Elements("Parameter"))
            parameters[parameter.Attribute("name")?.Value ?? ""] = parameter.Attribute("value")?.Value ?? "";
        return StreamOrder.Create(
            url,
            stream.Attribute("name")?.Value,
            stream.Attribute("track")?.Value,
            stream.Attribute("statusCallback")?.Value,
            stream.Attribute("statusCallbackMethod")?.Value,
            parameters);
    }
}
