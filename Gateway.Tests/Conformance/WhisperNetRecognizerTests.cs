using Gateway.Media.Recognition;
using Gateway.Media.Recognition.Whisper;
using Gateway.Media.Recognition.WholeUtterance;
using Gateway.Tests.Support;
using Gateway.Whisper;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Conformance;

/// <summary>Only in a build with <c>-p:WithWhisper=true</c>, and only with a model whose path is in <c>GATEWAY_WHISPER_MODEL</c>.</summary>
public sealed class WhisperNetRecognizerTests : RecognizerSuite, IDisposable
{
    private readonly CountedInventions _counted = new();

    public void Dispose() => _counted.Dispose();

    [WithModelFact]
    public Task Speech() => It_hears_what_is_said();

    [WithModelFact]
    public Task Times() => Words_come_in_order_and_lie_within_the_audio();

    [WithModelFact]
    public Task Parallel() => Two_speakers_at_once_get_each_their_own_words();

    [WithModelFact]
    public Task Nothing() => Next_to_nothing_is_nothing();

    [WithModelFact]
    public Task Abandoned() => An_utterance_that_was_given_up_disturbs_no_other();

    protected override IRecognizer Create() => new WhisperNetRecognizer(
        new WhisperOptions { Model = WithModelFactAttribute.Model! }, "", new InventedTextOptions(), _counted.Metrics, TimeProvider.System, NullLogger.Instance);

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class WithModelFactAttribute : FactAttribute
    {
        public WithModelFactAttribute()
        {
            if (Model is null)
                Skip = "Set GATEWAY_WHISPER_MODEL to the path of a Whisper model.";
        }

        public static string? Model => Environment.GetEnvironmentVariable("GATEWAY_WHISPER_MODEL");
    }
}
