using Gateway.Media.Recognition;
using Gateway.Media.Recognition.Whisper;
using Gateway.Tests.Support;

namespace Gateway.Tests.Recognition.Whisper;

public sealed class WhisperModelFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("gateway-models-").FullName;

    private string File => Path.Combine(_directory, "ggml-some.bin");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(GgmlFile.EnglishVocabulary, true)]
    [InlineData(GgmlFile.ManyLanguages, false)]
    [InlineData(51_866, false)]
    public void A_model_tells_whether_it_knows_only_english(int vocabulary, bool isEnglishOnly)
    {
        System.IO.File.WriteAllBytes(File, GgmlFile.Of(vocabulary));

        Assert.Equal((File, isEnglishOnly), WhisperModelFile.Find(File, "/nowhere"));
    }

    [Fact]
    public void A_model_that_ends_before_its_weights_is_refused_wherever_it_ends()
    {
        var model = GgmlFile.Of(weightBytes: 12);
        for (var length = 0; length <= model.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, model[..length]);
            var refusal = Assert.Throws<RecognizerUnavailableException>(() => WhisperModelFile.Find(File, _directory));
            Assert.Contains("ends before its weights", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_no_model_is_refused()
    {
        foreach (var content in (byte[][])[GgmlFile.Of(magic: 0x46554747), GgmlFile.Of(words: -1), GgmlFile.Of(words: 1 << 30), GgmlFile.Of(wordLength: 1 << 30), GgmlFile.Of(vocabulary: -1), new byte[10_000]])
        {
            System.IO.File.WriteAllBytes(File, content);
            var refusal = Assert.Throws<RecognizerUnavailableException>(() => WhisperModelFile.Find(File, _directory));
            Assert.Contains("is not a Whisper model in ggml format. Set Gateway:Recognition:Whisper:Model", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_model_that_was_not_fetched_is_told_with_the_command_that_fetches_it()
    {
        var refusal = Assert.Throws<RecognizerUnavailableException>(() => WhisperModelFile.Find("base.en-q8_0", _directory));

        Assert.Contains($"'{_directory}/ggml-base.en-q8_0.bin' does not exist. Run 'twilio-gateway models pull base.en-q8_0'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_model_of_another_size_is_refused_before_it_is_read()
    {
        System.IO.File.WriteAllBytes(Path.Combine(_directory, "ggml-tiny.en.bin"), GgmlFile.Of());

        var refusal = Assert.Throws<RecognizerUnavailableException>(() => WhisperModelFile.Find("tiny.en", _directory));
        Assert.Contains("instead of 77704715: it is damaged or was cut off. Run", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_is_no_model() =>
        Assert.Contains("cannot be read", Assert.Throws<RecognizerUnavailableException>(() => WhisperModelFile.Find(_directory, _directory)).Message, StringComparison.Ordinal);

    [Fact]
    public void Each_known_model_has_a_name_a_size_and_a_hash_of_its_own()
    {
        Assert.Equal(WhisperModels.All.Count, WhisperModels.All.Select(model => model.Name).Distinct().Count());
        Assert.Equal(WhisperModels.All.Count, WhisperModels.All.Select(model => model.Bytes).Distinct().Count());
        Assert.Equal(WhisperModels.All.Count, WhisperModels.All.Select(model => model.Sha256).Distinct().Count());
        Assert.All(WhisperModels.All, model => Assert.Matches("^[0-9a-f]{64}$", model.Sha256));
    }

    /// <summary>The form with eight bits has 34 bytes for 32 weights where the plain one has 64; the rest is the same in both.</summary>
    [Fact]
    public void Sizes_of_the_forms_of_a_model_agree_with_each_other()
    {
        foreach (var plain in WhisperModels.All.Where(model => !model.Name.Contains("-q", StringComparison.Ordinal)))
        {
            if (WhisperModels.TryFind(plain.Name + "-q8_0", out var small))
                Assert.InRange((double)small.Bytes / plain.Bytes, 0.535, 0.565);
        }
    }

    [Theory]
    [InlineData("tiny.en", false)]
    [InlineData("large-v3-turbo-q5_0", false)]
    [InlineData("model.bin", true)]
    [InlineData("./model", true)]
    [InlineData("/var/models/x", true)]
    public void A_path_is_told_from_a_name(string model, bool isPath) => Assert.Equal(isPath, WhisperModels.IsPath(model));
}
