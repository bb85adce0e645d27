using Gateway.Host.Configuration;
using Gateway.Host.CustomVocabulary;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Tests.EndToEnd;
using Gateway.Tests.Support;

namespace Gateway.Tests.Unit;

public sealed class VocabularyFileTests : IDisposable
{
    private static readonly TimeSpan HalfAMinute = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-tests-").FullName;
    private readonly SharedVocabulary _shared = new();
    private readonly ManualTime _time = new();
    private readonly RecordedLog<VocabularyFile> _log = new();

    private string Path => System.IO.Path.Combine(_folder, "custom-vocabularies.json");

    private string Content => File.ReadAllText(Path);

    private IEnumerable<string> Mistakes => _log.Lines.Where(line => line.Contains(Path, StringComparison.Ordinal));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_somebody_else_writes_is_found_within_half_a_minute_and_damage_leaves_what_was_there()
    {
        using var watch = new VocabularyWatch(Open(), _time);
        await watch.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => _time.PendingTimers == 1);

        Write("""{"customVocabularies":[{"phrase":"By hand"}]}""");
        _time.Advance(HalfAMinute);
        await Eventually.HoldsAsync(() => _shared.Current.Entries is [{ Phrase: "By hand" }]);
        Write("""{"customVocabularies":[{"phrase":"By ha""");
        _time.Advance(HalfAMinute);
        await Eventually.HoldsAsync(() => Mistakes.Any());
        _time.Advance(HalfAMinute);
        Write("""{"customVocabularies":[]}""");
        _time.Advance(HalfAMinute);
        await Eventually.HoldsAsync(() => _shared.Current.Entries.Count == 0);

        Assert.Contains(Path, Assert.Single(Mistakes), StringComparison.Ordinal);
        Assert.Contains(_log.Lines, line => line.Contains("1 phrases now", StringComparison.Ordinal));
        Assert.Contains(_log.Lines, line => line.Contains("0 phrases now", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, line => line.Contains("By hand", StringComparison.Ordinal));
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
    [InlineData("""{"customVocabularies":[{"id":"a","phrase":"x"},{"id":"a","phrase":"y"}]}""")]
    [InlineData("""{"customVocabularies":[{"id":"","phrase":"x"}]}""")]
    [InlineData("""{"customVocabularies":[{"id":"..","phrase":"x"}]}""")]
    [InlineData("""{"customVocabularies":[{"id":"\u00e9","phrase":"x"}]}""")]
    [InlineData("""{"customVocabularies":[{"id":"a\nb","phrase":"x"}]}""")]
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
        var (ours, theirs) = (Open(), new VocabularyFile(Path, new SharedVocabulary(), _time, _log));
        theirs.Add("Theirs", []);
        ours.Add("Ours", []);

        Assert.Equal(["Ours", "Theirs"], _shared.Current.Entries.Select(entry => entry.Phrase).Order());
    }

    [Fact]
    public async Task What_gateways_add_in_the_same_moment_is_all_there()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(gateway => Task.Run(() =>
        {
            var file = new VocabularyFile(Path, new SharedVocabulary(), _time, _log);
            for (var i = 0; i < 10; i++)
                Assert.Null(file.Add($"phrase {gateway} {i}", []).Refusal);
        })));

        Assert.Equal(40, Open().Entries.Count);
        Assert.Equal([Path, Path + ".lock"], Directory.EnumerateFileSystemEntries(_folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void When_the_file_cannot_be_written_nothing_changes_and_the_reason_is_told()
    {
        File.CreateSymbolicLink(Path, System.IO.Path.Combine(_folder, "missing", "file.json"));
        var file = Open();

        var (added, refusal) = file.Add("Zyntrix", []);
        file.Add("Zyntrix", []);
        Assert.Null(added);
        Assert.Equal(VocabularyRefusalKind.FileUnusable, refusal!.Kind);
        Assert.Equal($"'{Path}' cannot be written: Its directory is not there.", refusal.Message);
        Assert.Contains(refusal.Message, Assert.Single(Mistakes), StringComparison.Ordinal);
        Assert.Empty(file.Entries);
        Assert.Empty(_shared.Current.Entries);
    }

    [Fact]
    public void A_write_that_fails_half_way_leaves_no_rest()
    {
        // A file cannot take the place of a directory that holds something: all but the last step succeeds.
        var inTheWay = System.IO.Path.Combine(_folder, "other", "file.json");
        Directory.CreateDirectory(System.IO.Path.Combine(inTheWay, "full"));

        Assert.ThrowsAny<Exception>(() => Host.Operations.StateDirectory.Write(inTheWay, "x"u8));
        Assert.Equal(inTheWay, Assert.Single(Directory.EnumerateFileSystemEntries(System.IO.Path.Combine(_folder, "other"))));
    }

    [Fact]
    public void A_link_is_followed_and_never_replaced()
    {
        // As configuration management does it: a link to a file in a folder that is itself a link, and is exchanged.
        foreach (var version in new[] { "one", "two" })
        {
            var folder = Directory.CreateDirectory(System.IO.Path.Combine(_folder, version)).FullName;
            File.WriteAllText(System.IO.Path.Combine(folder, "file.json"), $$"""{"customVocabularies":[{"phrase":"{{version}}"}]}""");
        }

        var data = System.IO.Path.Combine(_folder, "data");
        Directory.CreateSymbolicLink(data, "one");
        File.CreateSymbolicLink(Path, System.IO.Path.Combine("data", "file.json"));
        var file = Open();
        Assert.Equal("one", Assert.Single(_shared.Current.Entries).Phrase);
        File.Delete(data);
        Directory.CreateSymbolicLink(data, "two");

        Assert.Null(file.Reload());
        Assert.Equal("two", Assert.Single(_shared.Current.Entries).Phrase);
        Assert.Null(file.Add("Zyntrix", []).Refusal);
        Assert.NotNull(new FileInfo(Path).LinkTarget);
        Assert.Contains("Zyntrix", File.ReadAllText(System.IO.Path.Combine(_folder, "two", "file.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_is_found_whatever_the_times_of_the_file_say()
    {
        Write("""{"customVocabularies":[{"phrase":"one"}]}""");
        var file = Open();
        var written = File.GetLastWriteTimeUtc(Path);
        Write("""{"customVocabularies":[{"phrase":"two"}]}""");
        File.SetLastWriteTimeUtc(Path, written);

        Assert.Null(file.Reload());
        Assert.Equal("two", Assert.Single(_shared.Current.Entries).Phrase);
    }

    [Fact]
    public void A_mistake_made_by_hand_is_not_written_over()
    {
        var file = Open();
        var id = file.Add("Zyntrix", []).Added!.Id;
        const string Mistake = """{"customVocabularies":[{"phrase":"Zyntrix"},{"phrase":"Quorvex","soundsLike":["7"]}]}""";
        Write(Mistake);

        var refusal = file.Add("Another", []).Refusal!;
        Assert.Equal(VocabularyRefusalKind.FileUnusable, refusal.Kind);
        Assert.Contains("customVocabularies[1]: a soundsLike may contain", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(VocabularyRefusalKind.FileUnusable, file.Remove(id)!.Kind);
        Assert.Equal(Mistake, Content);
        Assert.Equal("Zyntrix", Assert.Single(_shared.Current.Entries).Phrase);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_that_is_gone_or_a_directory_leaves_what_was_there(bool directory)
    {
        var file = Open();
        file.Add("Zyntrix", []);
        File.Delete(Path);
        if (directory)
            Directory.CreateDirectory(Path);

        Assert.Contains(directory ? "directory" : "gone", file.Reload(), StringComparison.Ordinal);
        Assert.Equal(VocabularyRefusalKind.FileUnusable, file.Add("Another", []).Refusal!.Kind);
        Assert.Equal("Zyntrix", Assert.Single(_shared.Current.Entries).Phrase);
        Assert.Single(Mistakes);
        Assert.Equal(directory, Record.Exception(Open) is ConfigurationException);
    }

    [Fact]
    public void Ids_that_nobody_wrote_are_the_same_at_each_reading()
    {
        Write("""{"customVocabularies":[{"phrase":"Zyntrix"},{"phrase":"Quorvex"},{"phrase":"Zyntrix","soundsLike":["zin"]}]}""");
        var file = Open();
        var ids = file.Entries.Select(entry => entry.Id).ToList();
        Write("""{"customVocabularies":[{"phrase":"First"},{"phrase":" Zyntrix "},{"phrase":"Quorvex"},{"phrase":"Zyntrix"}]}""");
        Assert.Null(file.Reload());

        Assert.Equal(ids, file.Entries.Skip(1).Select(entry => entry.Id));
        Assert.Equal(4, file.Entries.Select(entry => entry.Id).Distinct().Count());
        Assert.All(ids, id => Assert.True(Core.Ulid.TryParse(id, out _)));
        Assert.Null(file.Remove(ids[1]));
        Assert.Equal(["First", "Zyntrix", "Zyntrix"], Open().Entries.Select(entry => entry.Phrase));
    }

    [Fact]
    public void A_phrase_is_kept_and_compared_as_recognition_takes_it()
    {
        var file = Open();
        var added = file.Add(" Zyntrix ", [" ZIN Tricks", "zin tricks"]).Added!;

        Assert.Equal("Zyntrix", added.Phrase);
        Assert.Equal(["zin tricks"], added.SoundsLike);
        Assert.Equal(VocabularyRefusalKind.AlreadyThere, file.Add("Zyntrix  ", []).Refusal!.Kind);
        Write("""{"customVocabularies":[{"phrase":" By hand "}]}""");
        Assert.Equal(VocabularyRefusalKind.AlreadyThere, file.Add("By hand", []).Refusal!.Kind);
    }

    [Fact]
    public async Task Whoever_reads_the_phrases_does_not_wait_for_the_disk()
    {
        var file = Open();
        file.Add("Zyntrix", []);
        // A pipe in the place of the file: reading it lasts until somebody has written.
        File.Delete(Path);
        await ProcessRun.ToEndAsync(new System.Diagnostics.ProcessStartInfo("mkfifo", [Path]), Patience.Limit);
        var reading = Task.Run(file.Reload);
        using (var pipe = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            Assert.Single(await Task.Run(() => file.Entries).WaitAsync(Patience.Limit));
            pipe.Write("""{"customVocabularies":[]}"""u8);
        }

        Assert.Null(await reading);
        Assert.Empty(file.Entries);
    }

    [Fact]
    public void Only_its_owner_can_read_it()
    {
        Open().Add("Somebody's name", []);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    private VocabularyFile Open() => new(Path, _shared, _time, _log);

    private void Write(string content) => File.WriteAllText(Path, content);
}
