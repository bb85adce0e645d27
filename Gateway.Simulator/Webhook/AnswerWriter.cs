using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Simulator.Webhook;

/// <summary>Writes an answer's body the way it was asked for.</summary>
internal static class AnswerWriter
{
    private static readonly TimeSpan BetweenBytes = TimeSpan.FromMilliseconds(50);

    private static readonly byte[] Chunk = Encoding.ASCII.GetBytes(new string('x', 4096));

    public static async Task WriteAsync(HttpContext context, WebhookAnswer answer, ReceivedTranscript transcript, TimeProvider time)
    {
        var (response, gone) = (context.Response, context.RequestAborted);
        response.StatusCode = answer.Status;
        if (answer.Location is not null)
            response.Headers.Location = answer.Location.ToString();
        switch (answer.Body)
        {
            case AnswerBody.Echo:
                var headers = transcript.Headers.Select(static header => $"{header.Key}: {header.Value}\n");
                await response.WriteAsync($"{transcript.Target}\n{string.Concat(headers)}\n{transcript.Json}", gone);
                break;
            case AnswerBody.Trickle:
                using (var timer = new PeriodicTimer(BetweenBytes, time))
                    while (await timer.WaitForNextTickAsync(gone))
                        await WriteAsync(response, Chunk.AsMemory(0, 1), gone);
                break;
            case AnswerBody.Endless:
                while (true)
                    await WriteAsync(response, Chunk, gone);
            case AnswerBody.Reset:
                response.ContentLength = 2 * Chunk.Length;
                await WriteAsync(response, Chunk, gone);
                context.Features.GetRequiredFeature<IConnectionLifetimeFeature>().Abort();
                break;
        }
    }

    private static async Task WriteAsync(HttpResponse response, ReadOnlyMemory<byte> bytes, CancellationToken gone)
    {
        gone.ThrowIfCancellationRequested();
        await response.Body.WriteAsync(bytes, gone);
        await response.Body.FlushAsync(gone);
    }
}
