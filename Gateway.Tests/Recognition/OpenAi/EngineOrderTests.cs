using Gateway.Media;
using Gateway.Media.Calls;
using Gateway.Media.Direct;
using Gateway.Media.Endpointing;
using Gateway.Media.Recognition;
using Gateway.Media.Text.Redaction;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Recognition.OpenAi;

public sealed class EngineOrderTests
{
    [Theory]
    [InlineData("pocketsphinx")]
    [InlineData("pocketsphinx", "pocketsphinx")]
    [InlineData("openai", "openai")]
    [InlineData("openai pocketsphinx", "openai", "pocketsphinx")]
    [InlineData("pocketsphinx openai", "pocketsphinx", "openai")]
    public async Task Engines_are_asked_in_the_order_of_the_configuration(string order, params string[] engines)
    {
        await using var services = new ServiceCollection().AddLogging().AddMetrics().AddSingleton(TimeProvider.System)
            .AddMedia(new CallOptions(), new DirectOptions(), new EndpointingOptions(), new RecognitionOptions { Engines = engines }, new RedactionOptions())
            .BuildServiceProvider();

        Assert.Equal(order, string.Join(' ', services.GetRequiredService<SpeechEngines>().Statuses.Select(engine => engine.Name)));
    }
}
