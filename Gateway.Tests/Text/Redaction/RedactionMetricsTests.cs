using System.Diagnostics.Metrics;
using Gateway.Core;
using Gateway.Media;
using Gateway.Media.Recognition;
using Gateway.Media.Text;
using Gateway.Media.Text.Redaction;
using Gateway.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Text.Redaction;

public sealed class RedactionMetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<MediaMetrics>().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly List<string> _counted = [];

    public RedactionMetricsTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => _counted.Add(tags.Length == 0 ? instrument.Name : $"{instrument.Name} {tags[0].Value}"));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task Masked_spans_are_counted_by_rule()
    {
        await SayAsync("my pin is four seven one one", new RedactionContext(), RedactionOutput.Redacted);

        Assert.Equal(["gateway.media.utterances recording", "gateway.media.masked PIN"], _counted);
    }

    [Fact]
    public async Task What_leaves_unredacted_was_not_masked()
    {
        await SayAsync("my pin is four seven one one", new RedactionContext(), RedactionOutput.Unredacted);

        Assert.Equal(["gateway.media.utterances recording"], _counted);
    }

    [Fact]
    public async Task Failures_are_counted()
    {
        await SayAsync("one moment", null!, RedactionOutput.Redacted);

        Assert.Equal(["gateway.media.utterances recording", "gateway.media.redaction_failures", "gateway.media.masked FAILURE"], _counted);
    }

    private async Task SayAsync(string words, RedactionContext context, RedactionOutput output)
    {
        var time = new ManualTime();
        var writer = new UtteranceWriter([], new UlidSequence(time), _services.GetRequiredService<MediaMetrics>(), new Redactor(new RedactionOptions()), context, time)
        {
            Conversation = CallTableHarness.Sid,
            Stream = StreamId.New(time),
            Participant = Participant.Customer,
            ParticipantId = "customer-1",
            Language = "en-US",
            Redaction = output,
            SmartFormatting = true,
            DetailedToken = false,
            Origin = TimeSpan.Zero,
            OriginTime = time.GetUtcNow(),
        };
        using var segment = new SpeechSegment(TimeSpan.Zero);
        await writer.WriteAsync(new Hypothesis([.. words.Split(' ').Select(word => new HypothesisWord(word, TimeSpan.Zero, TimeSpan.Zero))]), segment, "recording", default);
    }
}
