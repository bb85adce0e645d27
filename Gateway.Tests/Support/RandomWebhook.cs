using System.Text;
using Gateway.Media.Twilio;

namespace Gateway.Tests.Support;

/// <summary>A request as Twilio might send it, made up at random: a URL, and the parameters of a form or the text of another body.</summary>
internal sealed record RandomWebhook(string Url, IReadOnlyList<KeyValuePair<string, string>> Parameters, string? Body)
{
    private static readonly string[] Hosts = ["gw.example.test", "GW.Example.Test", "192.0.2.7", "[2001:db8::1]", "xn--bcher-kva.example", "localhost"];

    private static readonly string[] Ports = ["", "", "", ":443", ":80", ":8443", ":1234"];

    /// <summary>Pieces of paths and queries, raw and encoded, that somebody might normalise.</summary>
    private static readonly string[] Pieces =
        ["a", "Zz9", "%2F", "%7e", "~", "'", "!", "(*)", "+", "%20", "%27", "%C3%BC", "\u00fc", "\U0001F600", "\"", "<>", "|", "^", "`", "{}", ";", ":", "@", ",", ".", "-_", "%25", "$"];

    /// <summary>Names and values, before encoding. Not <c>/?#&amp;=</c>, which end a piece of the URL.</summary>
    private static readonly string[] Texts =
    [
        "a", "A", "Reason", "ReasonConferenceEnded", "CallSid", "10", "9", "+14155550100", " ", "  blanks ", "", "\u00fc", "\u4e16\u754c", "\U0001F600", "\ue000", "'", "\"",
        "a=b&c", "%41", "+", "\r\n", "\t", "<x/>", "stream-error", "Stream signal error, code: 31924", "\u007f", "/", "?", "#", "MessagingBinding.Address",
    ];

    /// <summary>The form that was made up, in the shape that the SDK wants: lists where a name is repeated.</summary>
    public Dictionary<string, object> Grouped => Parameters.GroupBy(parameter => parameter.Key, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Count() == 1 ? group.First().Value : (object)group.Select(parameter => parameter.Value).ToArray());

    /// <summary>The parameters as the body of a request.</summary>
    public string FormBody => string.Join('&', Parameters.Select(parameter => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}"));

    public static RandomWebhook Next(Random random)
    {
        var url = new StringBuilder(random.Next(4) == 0 ? "http://" : "https://");
        if (random.Next(8) == 0)
            url.Append("user:p%40ss@");
        url.Append(Pick(random, Hosts)).Append(Pick(random, Ports));
        for (var i = random.Next(4); i >= 0; i--)
            url.Append('/').AppendJoin("", Many(random, Pieces, 4));
        for (var i = random.Next(4); i > 0; i--)
        {
            url.Append(url.ToString().Contains('?', StringComparison.Ordinal) ? '&' : '?').AppendJoin("", Many(random, Pieces, 3));
            url.Append(random.Next(3) == 0 ? "" : "=").AppendJoin("", Many(random, Pieces, 4));
        }

        if (random.Next(3) == 0)
        {
            var body = string.Concat(Many(random, Texts, 6));
            return new RandomWebhook(TwilioWebhookSignature.WithBodyHash(url.ToString(), Encoding.UTF8.GetBytes(body)), [], body);
        }

        var form = Enumerable.Range(0, random.Next(8)).Select(_ => KeyValuePair.Create(string.Concat(Many(random, Texts, 2)), string.Concat(Many(random, Texts, 3))));
        return new RandomWebhook(url.ToString(), [.. form], null);
    }

    /// <summary>The same but for one character of the path, the query, a name, a value or the body. Still a URL: the SDK throws where it sees none.</summary>
    public RandomWebhook Damaged(Random random)
    {
        if (Body is { Length: > 0 } body && random.Next(2) == 0)
            return this with { Body = Change(random, body, 0) };
        var at = Parameters.Count == 0 ? -1 : random.Next(Parameters.Count);
        if (at < 0 || random.Next(2) == 0)
            return this with { Url = Change(random, Url, Url.IndexOf('/', "https://".Length) + 1) };
        var (name, value) = Parameters[at];
        KeyValuePair<string, string> changed = value.Length > 0 ? new(name, Change(random, value, 0)) : name.Length > 0 ? new(Change(random, name, 0), value) : new("x", "");
        return this with { Parameters = [.. Parameters.Select((parameter, i) => i == at ? changed : parameter)] };
    }

    /// <summary>The text with another letter in one place at or behind <paramref name="from"/>.</summary>
    public static string Change(Random random, string text, int from)
    {
        var at = random.Next(from, text.Length);
        var letter = text[at] == 'q' ? 'k' : 'q';
        return string.Concat(text.AsSpan(0, at), letter.ToString(), text.AsSpan(at + 1));
    }

    private static string Pick(Random random, string[] texts) => texts[random.Next(texts.Length)];

    private static List<string> Many(Random random, string[] texts, int most) => [.. Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => Pick(random, texts))];
}
