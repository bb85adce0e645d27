using System.Text;
using System.Xml.Linq;
using Gateway.Host.Recovery;
using Gateway.Tests.Support;

namespace Gateway.Tests.Recovery;

/// <summary>TwiML as Twilio's own SDK would write it, and nothing that is not XML.</summary>
public sealed class TwiMLTests
{
    private static readonly string[] Texts =
        ["a", "&", "<", ">", "\"", "'", " ", "&amp;", "]]>", "\u00fc", "\u4e16\u754c", "\U0001F600", "+15550100", "\t", "\n", "\u0085", "\u2028", "\u007f", "\ue000", "{}", "<!--", "%20", "b2f1"];

    [Fact]
    public async Task The_document_means_what_Twilios_own_SDK_writes()
    {
        var random = new Random(3);
        var requests = Enumerable.Range(0, 250).Select(_ => (Stream: MakeUp(random), Dial: random.Next(2) == 0 ? "+15550101" : null)).ToList();

        var answers = await Node.AskAsync("twiml.mjs", [.. requests.Select(request => new
        {
            stream = Attributes(request.Stream),
            parameters = request.Stream.Parameters.Select(parameter => new { name = parameter.Key, value = parameter.Value }),
            dial = request.Dial,
        })]);

        foreach (var (request, answer) in requests.Zip(answers))
        {
            var ours = TwiML.StartStream(request.Stream, request.Dial is null ? null : $"<Dial>{request.Dial}</Dial>");
            Assert.Equal(Meaning(answer.GetProperty("xml").GetString()!), Meaning(ours));
        }
    }

    [Fact]
    public void The_declaration_comes_first_and_says_what_Twilio_expects() =>
        Assert.Equal(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><Response><Start><Stream url=\"wss://gw.example.test/media/t\" /></Start></Response>", TwiML.StartStream(Stream()));

    /// <summary>Not a theory: an attribute cannot hold half a character.</summary>
    [Fact]
    public void What_XML_cannot_carry_is_refused_and_not_repeated() => Assert.All(
        ["a\0b", "a\u0001", "\u000b", "\ufffe", "\uffff", "lone \ud800", "\udc00\ud800"],
        text => Assert.All([Stream(name: text), Stream(parameters: [new("name", text)]), Stream(parameters: [new(text, "value")])], stream =>
        {
            var refusal = Assert.Throws<ArgumentException>(() => TwiML.StartStream(stream));
            Assert.DoesNotContain(text, refusal.Message, StringComparison.Ordinal);
        }));

    [Theory]
    [InlineData("<Dial>+15550101</Dial>")]
    [InlineData("<Say voice=\"alice\">Please wait &amp; hold.</Say>\n  <Pause length='3600'/>")]
    [InlineData("<!-- why --><Gather><Say>Press <![CDATA[1 & 2]]></Say></Gather>")]
    public void A_continuation_follows_the_stream(string continuation)
    {
        Assert.Null(TwiML.MistakeIn(continuation));

        var response = XDocument.Parse(TwiML.StartStream(Stream(), continuation)).Root!;

        Assert.Equal(XElement.Parse($"<x>{continuation}</x>").Elements(), response.Elements().Skip(1), (one, other) => XNode.DeepEquals(Plain(one), Plain(other)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("text")]
    [InlineData("<Dial/>text")]
    [InlineData("<Dial>")]
    [InlineData("</Start><Dial/>")]
    [InlineData("<Dial a=b/>")]
    [InlineData("<Dial>&nbsp;</Dial>")]
    [InlineData("<?xml version=\"1.0\"?>")]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Dial>&e;</Dial>")]
    [InlineData("<Response><Dial/></Response>")]
    [InlineData("<!-- only -->")]
    [InlineData("<Dial>\0</Dial>")]
    public void A_continuation_that_is_no_list_of_verbs_is_refused(string continuation)
    {
        Assert.NotNull(TwiML.MistakeIn(continuation));
        Assert.Throws<ArgumentException>(() => TwiML.StartStream(Stream(), continuation));
    }

    [Theory]
    [InlineData("https://gw.example.test/media")]
    [InlineData("ws://gw.example.test/media")]
    [InlineData("wss://gw.example.test/media?token=1")]
    [InlineData("wss://gw.example.test/media#x")]
    [InlineData(" wss://gw.example.test/media")]
    [InlineData("wss://gw.example.test/me dia")]
    [InlineData("wss://")]
    [InlineData("/media")]
    [InlineData("")]
    public void A_URL_that_Twilio_would_not_dial_is_refused(string url) => Assert.Throws<ArgumentException>(() => TwiML.StartStream(new StreamRequest { Url = url }));

    [Fact]
    public void Parameters_have_the_bounds_that_Twilio_gives_them()
    {
        Assert.NotNull(TwiML.StartStream(Stream(parameters: [new("n", new string('v', 498))])));
        Assert.Throws<ArgumentException>(() => TwiML.StartStream(Stream(parameters: [new("n", new string('v', 499))])));
        Assert.Throws<ArgumentException>(() => TwiML.StartStream(Stream(parameters: [new("", "v")])));
        Assert.Throws<ArgumentException>(() => TwiML.StartStream(Stream(parameters: [new("n", "v"), new("n", "w")])));
        Assert.NotNull(TwiML.StartStream(Stream(parameters: Numbered(99, "v"))));
        Assert.Throws<ArgumentException>(() => TwiML.StartStream(Stream(parameters: Numbered(100, "v"))));
        Assert.Throws<ArgumentException>(() => TwiML.StartStream(Stream(parameters: Numbered(99, new string('\u4e16', 400)))));
        Assert.Throws<ArgumentException>(() => TwiML.StartStream(new StreamRequest { Url = "wss://gw.example.test", StatusCallback = "/stream-status" }));
    }

    [Fact]
    public void A_request_for_a_stream_does_not_print_itself() => Assert.DoesNotContain("gw.example.test", Stream().ToString()!, StringComparison.Ordinal);

    private static KeyValuePair<string, string>[] Numbered(int count, string value) => [.. Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"n{i}", value))];

    private static StreamRequest Stream(string? name = null, IReadOnlyList<KeyValuePair<string, string>>? parameters = null) =>
        new() { Url = "wss://gw.example.test/media/t", Name = name, Parameters = parameters ?? [] };

    private static StreamRequest MakeUp(Random random) => new()
    {
        Url = "wss://gw.example.test/media/" + random.Next() + (random.Next(2) == 0 ? "&'\u00fc" : ""),
        Name = random.Next(2) == 0 ? Text(random) : null,
        Tracks = random.Next(4) is var track and < 3 ? (StreamTracks)track : null,
        StatusCallback = random.Next(2) == 0 ? "https://gw.example.test/stream-status?a=1&b='\"#rc=3&rp=5xx,ct,rt" : null,
        StatusCallbackMethod = random.Next(3) is var method and < 2 ? (CallbackMethod)method : null,
        Parameters = [.. Enumerable.Range(0, random.Next(5)).Select(i => KeyValuePair.Create($"{i}{Text(random)}", Text(random)))],
    };

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Texts[random.Next(Texts.Length)]));

    private static Dictionary<string, string> Attributes(StreamRequest stream) =>
        new[] { ("url", stream.Url), ("name", stream.Name), ("track", stream.TrackName), ("statusCallback", stream.StatusCallback), ("statusCallbackMethod", stream.MethodName) }
            .Where(attribute => attribute.Item2 is not null).ToDictionary(attribute => attribute.Item1, attribute => attribute.Item2!);

    /// <summary>What is left when order of attributes and spelling of characters do not count.</summary>
    private static string Meaning(string xml)
    {
        // The document as Twilio gets it: bytes in the encoding that it names.
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(xml));
        return Plain(XDocument.Load(bytes, LoadOptions.PreserveWhitespace).Root!).ToString(SaveOptions.DisableFormatting);
    }

    private static XElement Plain(XElement element) => new(
        element.Name,
        element.Attributes().OrderBy(attribute => attribute.Name.LocalName, StringComparer.Ordinal),
        element.HasElements ? element.Elements().Select(Plain) : element.Value);
}
