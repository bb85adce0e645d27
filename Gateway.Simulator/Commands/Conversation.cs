using Gateway.Simulator.Webhook;

namespace Gateway.Simulator.Commands;

/// <summary>Prints what is said, as it arrives.</summary>
internal static class Conversation
{
    /// <summary>Prints <c>[mm:ss.s] role: text</c> until cancelled, and names the call whenever it is another one than before.</summary>
    /// <param name="transcripts">What arrives.</param>
    /// <param name="positionOf">Where in the call, or in its window, something was said.</param>
    /// <param name="output">Where to print.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task PrintAsync(
        TranscriptLog transcripts, Func<ReceivedTranscript, TimeSpan> positionOf, TextWriter output, CancellationToken cancellationToken)
    {
        var call = "";
        try
        {
            await foreach (var transcript in transcripts.ReadAllAsync(cancellationToken))
            {
                var message = transcript.Message;
                if (message.ExternalConversationId != call)
                    await output.WriteLineAsync(call = message.ExternalConversationId);
                var role = message.Sender.Role.ToString().ToLowerInvariant();
                await output.WriteLineAsync($@"[{positionOf(transcript):mm\:ss\.f}] {role}: {message.Text}");
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C, or the call is over: there is no other end.
        }
    }
}
