using Gateway.Core;

namespace Gateway.Webhook;

/// <summary>
/// A target that refuses a message may repeat it, or the secret that it did not like, in its answer. What is kept of the answer must not hold either.
/// </summary>
/// <param name="secret">The static secret sent with every request, or null.</param>
internal sealed class EchoFilter(string? secret)
{
    private const string Mask = "***";

    /// <summary>A piece of something confidential at the very end of the answer counts when it is at least this long.</summary>
    private const int ShortestPiece = 4;

    /// <summary>Takes out the secret, the token and what was said.</summary>
    public string? Remove(string? answer, Utterance utterance, string? token)
    {
        if (answer is null)
            return null;
        foreach (var confidential in Confidential(utterance, token))
            answer = Cut(answer.Replace(confidential, Mask, StringComparison.OrdinalIgnoreCase), confidential);
        return answer;
    }

    private IEnumerable<string> Confidential(Utterance utterance, string? token)
    {
        string?[] texts = [secret, secret is null ? null : Uri.EscapeDataString(secret), token, utterance.Text, utterance.UnredactedText];
        return texts.OfType<string>().Where(text => text.Length > 0);
    }

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
