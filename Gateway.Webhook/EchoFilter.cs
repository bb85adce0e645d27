using System.Net;
using System.Text.Encodings.Web;
using Gateway.Core;

namespace Gateway.Webhook;

/// <summary>
/// A target that refuses a message may repeat it, or the secret that it did not like, in its answer: as it came, or as text in JSON, HTML
/// or a URL. What is kept of the answer must not hold either.
/// </summary>
/// <param name="secret">The static secret sent with every request, or null.</param>
internal sealed class EchoFilter(string? secret)
{
    private const string Mask = "***";

    /// <summary>A piece of something confidential at the very end of the answer counts when it is at least this long.</summary>
    private const int ShortestPiece = 4;

    /// <summary>Takes out the secret, the token, what was said and who said it. A piece of it that the target quotes is not found.</summary>
    public string? Remove(string? answer, Utterance utterance, string? token)
    {
        if (answer is null)
            return null;
        foreach (var confidential in Confidential(utterance, token))
            answer = Cut(answer.Replace(confidential, Mask, StringComparison.OrdinalIgnoreCase), confidential);
        foreach (var word in utterance.Words ?? [])
            answer = answer.Replace(Quoted(word.Text), $"\"{Mask}\"", StringComparison.OrdinalIgnoreCase);
        return answer;
    }

    /// <summary>Longest first: what is part of another must not tear it apart.</summary>
    private IEnumerable<string> Confidential(Utterance utterance, string? token)
    {
        string?[] texts = [secret, token, utterance.Text, utterance.UnredactedText, utterance.ParticipantId];
        return texts.OfType<string>().Where(text => text.Length > 0).SelectMany(Forms).Distinct().OrderByDescending(text => text.Length);
    }

    private static string[] Forms(string text) =>
    [
        text,
        JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text),
        JavaScriptEncoder.Default.Encode(text),
        WebUtility.HtmlEncode(text),
        WebUtility.UrlEncode(text),
        Uri.EscapeDataString(text),
    ];

    /// <summary>A word as it stands in the message's member <c>token</c>.</summary>
    private static string Quoted(string word) => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(word)}\"";

    /// <summary>The answer is kept up to a length: its end may have cut the confidential text in two.</summary>
    private static string Cut(string answer, string confidential)
    {
        for (var length = Math.Min(confidential.Length - 1, answer.Length); length >= ShortestPiece; length--)
        {
            if (answer.AsSpan().EndsWith(confidential.AsSpan(0, length), StringComparison.OrdinalIgnoreCase))
                return string.Concat(answer.AsSpan(0, answer.Length - length), Mask);
        }

        return answer;
    }
}
