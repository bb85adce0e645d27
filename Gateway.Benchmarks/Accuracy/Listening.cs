using System.Globalization;
using Gateway.Core;
using Gateway.Media;
using Gateway.Media.Audio;
using Gateway.Media.Calls;
using Gateway.Media.Conversations;
using Gateway.Media.Direct;
using Gateway.Media.Endpointing;
using Gateway.Media.Recognition;
using Gateway.Media.Text.Redaction;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Benchmarks.Accuracy;

/// <summary>The gateway's way from samples to utterances in this process, as fast as it goes, one recording after the other.</summary>
internal sealed class Listening : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private int _recordings;

    private Listening(ServiceProvider services) => _services = services;

    /// <summary>Gets the engines ready.</summary>
    /// <exception cref="RecognizerUnavailableException">An engine cannot work; the message says why.</exception>
    public static async Task<Listening> BeginAsync(EndpointingOptions endpointing, RecognitionOptions recognition, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection().AddMetrics().AddLogging().AddSingleton(TimeProvider.System).AddSingleton<IConversationLog>(new NoConversationLog());
        services.AddMedia(new CallOptions(), new DirectOptions(), endpointing, recognition, new RedactionOptions());
        var listening = new Listening(services.BuildServiceProvider());
        await listening._services.GetRequiredService<SpeechEngines>().WarmUpAsync(cancellationToken);
        return listening;
    }

    /// <summary>The utterances of one speaker, as spoken: without formatting and masking.</summary>
    /// <param name="samples">16 bits at 8 kHz.</param>
    public async Task<IReadOnlyList<Utterance>> HearAsync(ReadOnlyMemory<short> samples)
    {
        var conversation = new Conversation(ConversationId.Parse((++_recordings).ToString("d8", CultureInfo.InvariantCulture)), new NoConversationLog());
        var settings = new TranscriptionSettings { CustomerId = "speaker", SmartFormatting = false, Redaction = RedactionOutput.Unredacted };
        var heard = new Collected();
        var transcription = _services.GetRequiredService<Transcriber>().Begin(conversation, Participant.Customer, settings, TimeSpan.Zero, DateTimeOffset.UnixEpoch, listener: heard);
        for (var at = 0; at < samples.Length; at += Telephony.SampleRateHz)
        {
            await transcription.WhenRoomAsync();
            var piece = samples.Slice(at, Math.Min(Telephony.SampleRateHz, samples.Length - at));
            transcription.Accept(piece.Span, Telephony.Duration(at), TimeProvider.System.GetTimestamp());
        }

        transcription.Flush();
        await transcription.DrainAsync();
        return heard.Utterances;
    }

    /// <summary>Ends the engines.</summary>
    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class Collected : IUtteranceSink
    {
        public List<Utterance> Utterances { get; } = [];

        public ValueTask AcceptAsync(Utterance utterance, CancellationToken cancellationToken)
        {
            Utterances.Add(utterance);
            return ValueTask.CompletedTask;
        }
    }
}
