using System.Security.Cryptography;
using Gateway.Host.Models;
using Gateway.Media.Recognition.Whisper;
using Gateway.Tests.Support;

namespace Gateway.Tests.Recognition;

/// <summary>The verb <c>models pull</c> against a real server that has a small model, and troubles.</summary>
public sealed class ModelDownloadTests : IAsyncLifetime, IDisposable
{
    private const int Size = 1_000_000;

    private readonly string _directory = Directory.CreateTempSubdirectory("gateway-models-").FullName;
    private readonly byte[] _content = Content(seed: 1);
    private readonly WhisperModel _model;
    private readonly List<(long? From, string? Version)> _asked = [];
    private ModelServer _server = null!;

    public ModelDownloadTests() => _model = new WhisperModel("some.en", Size, Convert.ToHexStringLower(SHA256.HashData(_content)));

    private string Target => Path.Combine(_directory, "models", "ggml-some.en.bin");

    public async Task InitializeAsync()
    {
        _server = await ModelServer.StartAsync(_content, _asked);
        _server.BeforeCut = start => Eventually.HoldsAsync(() => new FileInfo(Target + ".part").Length > start);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_model_is_fetched_and_verified()
    {
        var (code, said) = await PullAsync();

        Assert.Equal(0, code);
        Assert.Equal(_content, await File.ReadAllBytesAsync(Target));
        Assert.Equal([Target], Directory.GetFiles(Path.GetDirectoryName(Target)!));
        Assert.Contains("Its SHA-256 is right.", said, StringComparison.Ordinal);
        // Off a terminal a tenth has a line, unless the next one came with it.
        Assert.InRange(said.Split('\n').Count(line => line.Contains(" of 1.0 MB, ", StringComparison.Ordinal)), 2, 10);
        Assert.Contains("100 %  1.0 of 1.0 MB, ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_there_is_not_fetched_again()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        await File.WriteAllBytesAsync(Target, _content);

        var (code, said) = await PullAsync();
        Assert.Equal(0, code);
        Assert.Contains("is there, and intact", said, StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task What_is_there_and_damaged_is_replaced()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        await File.WriteAllBytesAsync(Target, Content(seed: 2));

        Assert.Equal(0, (await PullAsync()).Code);
        Assert.Equal(_content, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task A_connection_that_breaks_is_made_again_where_it_broke()
    {
        _server.CutAfter = [300_000, 300_000];
        var (code, _) = await PullAsync();

        Assert.Equal(0, code);
        Assert.Equal(_content, await File.ReadAllBytesAsync(Target));
        Assert.Equal(3, _asked.Count);
        Assert.Equal((null, null), _asked[0]);
        Assert.Equal("\"1\"", _asked[1].Version);
        Assert.True(_asked[1].From > 0 && _asked[2].From > _asked[1].From);
    }

    [Fact]
    public async Task A_later_run_goes_on_where_the_first_one_ended()
    {
        _server.CutAfter = [400_000, 0];
        var (first, said) = await PullAsync();
        Assert.Equal(1, first);
        Assert.Contains("Run this again to go on from there", said, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
        var come = new FileInfo(Target + ".part").Length;
        Assert.InRange(come, 1, 400_000);

        _asked.Clear();
        Assert.Equal(0, (await PullAsync()).Code);
        Assert.Equal([(come, "\"1\"")], _asked);
        Assert.Equal(_content, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task A_server_without_ranges_sends_it_from_the_beginning()
    {
        _server.CutAfter = [400_000, 0];
        await PullAsync();
        _server.KnowsRanges = false;

        Assert.Equal(0, (await PullAsync()).Code);
        Assert.Equal(_content, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task A_server_without_ranges_that_always_breaks_is_not_asked_for_ever()
    {
        (_server.KnowsRanges, _server.CutAfter) = (false, [400_000, 400_000, 400_000, 400_000]);

        Assert.Equal(1, (await PullAsync()).Code);
        Assert.InRange(_asked.Count, 1, 3);
    }

    [Fact]
    public async Task A_file_that_has_changed_meanwhile_is_fetched_from_the_beginning()
    {
        _server.CutAfter = [400_000, 0];
        (_server.Content, _server.Version) = (Content(seed: 2), "\"old\"");
        await PullAsync();
        (_server.Content, _server.Version) = (_content, "\"new\"");

        Assert.Equal(0, (await PullAsync()).Code);
        Assert.Equal(_content, await File.ReadAllBytesAsync(Target));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("W/\"weak\"")]
    public async Task Without_a_version_the_hash_notices_that_a_file_has_changed(string? version)
    {
        _server.CutAfter = [400_000, 0];
        (_server.Content, _server.Version) = (Content(seed: 2), version);
        await PullAsync();
        _server.Content = _content;

        Assert.Equal(1, (await PullAsync()).Code);
        Assert.Equal(0, (await PullAsync()).Code);
    }

    [Fact]
    public async Task Another_content_is_removed_and_not_used()
    {
        _server.Content = Content(seed: 2);
        var (code, said) = await PullAsync();

        Assert.Equal(1, code);
        Assert.Contains("is not the model some.en: its SHA-256 is", said, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Target)!));
    }

    [Fact]
    public async Task Another_size_is_noticed_before_it_is_fetched()
    {
        _server.Content = [1, 2, 3];
        var (code, said) = await PullAsync();

        Assert.Equal(1, code);
        Assert.Contains("has 3 bytes instead of 1000000 bytes: it is not the model", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_without_length_is_cut_when_it_is_too_long()
    {
        (_server.Content, _server.TellsLength) = ([.. _content, 1], false);
        var (code, said) = await PullAsync();

        Assert.Equal(1, code);
        Assert.Contains("has more than 1000000 bytes", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "(Not Found)")]
    [InlineData(503, "(Service Unavailable)")]
    public async Task An_answer_that_is_an_error_is_told(int status, string reason)
    {
        _server.Status = status;
        var (code, said) = await PullAsync();

        Assert.Equal(1, code);
        Assert.Contains($"ggml-some.en.bin was answered with {status} {reason}.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_network_it_says_where_the_file_is_and_where_to_put_it()
    {
        await _server.DisposeAsync();
        var (code, said) = await PullAsync();

        Assert.Equal(1, code);
        Assert.Contains("127.0.0.1 cannot be reached", said, StringComparison.Ordinal);
        Assert.Contains("fetch https://huggingface.co/ggerganov/whisper.cpp/resolve/main/ggml-some.en.bin on another machine", said, StringComparison.Ordinal);
        Assert.Contains($"SHA-256 {_model.Sha256}) and put it at {Target}.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_at_once_do_not_disturb_each_other()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        await using var other = new PartialFile(Target).Open(Size);
        var (code, said) = await PullAsync();

        Assert.Equal(1, code);
        Assert.Contains("cannot be written", said, StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    [Fact]
    public void On_a_terminal_one_line_grows()
    {
        var output = new StringWriter();
        var progress = new DownloadProgress(output, moves: true, new ManualTime());
        progress.Begin(0, 100);
        progress.Reach(50);
        progress.Reach(60);
        progress.Reach(100);

        var lines = output.ToString().Split('\r');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("[###############...............]  50 %", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("[##############################] 100 %", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("\n", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-model", null, "There is no model 'no-such-model'. There are tiny.en-q5_1, ")]
    [InlineData("tiny", "ftp://example.com/", "--from: 'ftp://example.com/' is not")]
    [InlineData("tiny", "models", "--from: 'models' is not")]
    public async Task What_makes_no_sense_is_not_tried(string name, string? from, string said)
    {
        var output = new StringWriter();

        Assert.Equal(2, await ModelsCommands.PullAsync(name, _directory, from, output, false, TimeProvider.System));
        Assert.StartsWith(said, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_tells_what_is_here()
    {
        await using (var half = File.Create(Path.Combine(_directory, "ggml-base.en.bin")))
            half.SetLength(1000);
        await using (var whole = File.Create(Path.Combine(_directory, "ggml-tiny.en-q8_0.bin")))
            whole.SetLength(43_550_795);
        var output = new StringWriter();
        await ModelsCommands.ListAsync(_directory, output);

        Assert.Contains("  tiny.en-q8_0              44 MB  installed\n", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("  base.en                  148 MB  damaged\n", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("  large-v3                3095 MB\n", output.ToString(), StringComparison.Ordinal);
    }

    private static byte[] Content(int seed)
    {
        var content = new byte[Size];
#pragma warning disable RS0030 // Seeded: the same content every time.
        new Random(seed).NextBytes(content);
#pragma warning restore RS0030
        return content;
    }

    private async Task<(int Code, string Said)> PullAsync()
    {
        var output = new StringWriter();
        var code = await ModelsCommands.PullAsync(_model, _server.Url, Path.GetDirectoryName(Target)!, output, isTerminal: false, TimeProvider.System);
        return (code, output.ToString());
    }
}
