using Gateway.Media.Recognition;
using Gateway.Media.Recognition.PocketSphinx;

namespace Gateway.Tests.Conformance;

public sealed class PocketSphinxRecognizerTests : RecognizerSuite
{
    [Fact]
    public Task Speech() => It_hears_what_is_said();

    [Fact]
    public Task Times() => Words_come_in_order_and_lie_within_the_audio();

    [Fact]
    public Task Parallel() => Two_speakers_at_once_get_each_their_own_words();

    [Fact]
    public Task Nothing() => Next_to_nothing_is_nothing();

    [Fact]
    public Task Abandoned() => An_utterance_that_was_given_up_disturbs_no_other();

    protected override IRecognizer Create() => new PocketSphinxRecognizer(new PocketSphinxOptions());
}
