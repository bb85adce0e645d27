using Gateway.Host.Configuration;
using Gateway.Host.CustomVocabulary;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Tests.Support;

namespace Gateway.Tests.Unit;

public sealed class VocabularyFileTests : IDisposable
{
    private static readonly TimeSpan HalfAMinute = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-tests-").FullName;
    private readonly SharedVocabulary _shared = new();
    private readonly ManualTime _time = new();

    private string Path => System.IO.Path.Combine(_folder, "custom-vocabularies.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_somebody_else_writes_is_found_within_half_a_minute_and_damage_leaves_what_was_there()
    {
        var log = new RecordedLog<VocabularyWatch>();
        using var watch = new VocabularyWatch(Open(), _time, log);
        await watch.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => _time.PendingTimers == 1);

        Write("""{"customVocabularies":[{"phrase":"By hand"}]}""");
        _time.Advance(HalfAMinute);
        await Eventually.HoldsAsync(() => _shared.Current.Entries is [{ Phrase: "By hand" }]);
        Write("""{"customVocabularies":[{"phrase":"By ha""");
        _time.Advance(HalfAMinute);
        await Eventually.HoldsAsync(() => log.Lines.Count == 1);
        _time.Advance(HalfAMinute);
        File.Delete(Path);
        _time.Advance(HalfAMinute);
        await Eventually.HoldsAsync(() => _shared.Current.Entries.Count == 0);

        Assert.Contains(Path, Assert.Single(log.Lines), StringComparison.Ordinal);
        await watch.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"customVocabularies":[null]}""")]
    [InlineData("""{"customVocabularies":[{"soundsLike":["x"]}]}""")]
    [InlineData("""{"customVocabularies":[{"phrase":"x","soundsLike":[null]}]}""")]
    [InlineData("""{"customVocabularies":[{"phrase":"x","soundsLike":["1"]}]}""")]
    [InlineData("""{"customVocabularies":[{"phrase":"x\u0000"}]}""")]
    public void A_gateway_does_not_start_with_a_file_that_is_none_and_leaves_it_as_it_is(string content)
    {
        Write(content);

        var refused = Assert.Throws<ConfigurationException>(Open);
        Assert.Contains(Path, refused.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(Path));
    }

    [Fact]
    public void A_phrase_that_another_gateway_has_added_is_not_lost_when_this_one_adds_its_own()
    {
        var (ours, theirs) = (Open(), new VocabularyFile(Path, new SharedVocabulary(), _time));
        theirs.Add("Theirs", []);
        ours.Add("Ours", []);

        Assert.Equal(["Ours", "Theirs"], _shared.Current.Entries.Select(entry => entry.Phrase).Order());
    }

    [Fact]
    public void When_the_file_cannot_be_written_nothing_changes()
    {
        var file = Open();
        Directory.CreateDirectory(Path + ".new");

        Assert.ThrowsAny<Exception>(() => file.Add("Zyntrix", []));
        Assert.Empty(file.Entries);
        Assert.Empty(_shared.Current.Entries);
    }

    [Fact]
    public void Only_its_owner_can_read_it()
    {
        Open().Add("Somebody's name", []);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    private VocabularyFile Open() => new(Path, _shared, _time);

    /// <summary>Each version is longer than the one before: times of files are no finer than some disks' clocks.</summary>
    private void Write(string content) => File.WriteAllText(Path, content);
}
