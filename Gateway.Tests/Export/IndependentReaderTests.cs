using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Gateway.Core;
using Gateway.Tests.Support;
using Gateway.Transcripts;
using Gateway.Transcripts.Export;

namespace Gateway.Tests.Export;

/// <summary>A day's files as other people's programs read them: <c>jq</c>, <c>sha256sum</c>, and a CSV parser of npm.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The runner calls DisposeAsync.")]
public sealed class IndependentReaderTests : IAsyncLifetime
{
    private static readonly DateOnly Date = FeedHarness.Yesterday;

    private readonly List<Utterance> _said = [];
    private FeedHarness _feed = null!;

    public async Task InitializeAsync()
    {
        _feed = await FeedHarness.StartAsync(new ExportOptions { CompanyName = "\"Example\", Inc.\r\n=1", Utterances = new FeedOptions { Enabled = true } });
        var random = new Random(7);
        var texts = NastyTexts.All.Concat(Enumerable.Range(0, 200).Select(_ => Garbled(random))).ToList();
        for (var i = 0; i < texts.Count; i++)
        {
            var utterance = _feed.Utterance(FeedHarness.At(random.Next(24), random.Next(60), random.Next(60), i), texts[i], random.Next(1, 6));
            _said.Add(i % 2 == 0 ? utterance : utterance with { Participant = Participant.Agent, ParticipantId = texts[^(i + 1)] });
        }

        await _feed.Store.WriteAsync([.. _said.Select(utterance => new MessageEntry(utterance))], FeedHarness.At(23, 59), CancellationToken.None);
        await _feed.PublishAsync();
    }

    public Task DisposeAsync() => _feed.DisposeAsync().AsTask();

    [Fact]
    public async Task Jq_reads_from_the_lines_what_was_said()
    {
        var rows = new List<JsonElement>();
        foreach (var file in Paths(FeedFormat.JsonLines))
        {
            // One line, one object: jq is not asked to find out where one ends.
            var objects = (await Command.RunAsync(_feed.Directory, "jq", "-c", "-R", "fromjson", file)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            rows.AddRange(objects.Select(line => JsonSerializer.Deserialize<JsonElement>(line)));
        }

        var told = rows.Select(row => UtteranceFeed.Columns.Select(column => row.GetProperty(column) is var value && value.ValueKind == JsonValueKind.Null ? null : value.ToString()).ToArray());
        MustBeTheRows(told, isTrue: "True", isFalse: "False", nothing: null);
        Assert.All(rows, row => Assert.Equal(UtteranceFeed.Columns, row.EnumerateObject().Select(member => member.Name)));
    }

    [Fact]
    public async Task A_parser_of_npm_reads_from_the_CSV_what_was_said()
    {
        var files = await Node.AskAsync("csv.mjs", [.. Paths(FeedFormat.Csv).Select(file => new { file })]);

        var rows = files.SelectMany(file => file.GetProperty("rows").EnumerateArray()).ToList();
        MustBeTheRows(rows.Select(row => UtteranceFeed.Columns.Select(column => row.GetProperty(column).GetString()).ToArray()), isTrue: "true", isFalse: "false", nothing: "");
        Assert.All(rows, row => Assert.Equal(UtteranceFeed.Columns, row.EnumerateObject().Select(member => member.Name)));
    }

    [Fact]
    public async Task Sha256sum_finds_every_file_unharmed_and_a_changed_one_not()
    {
        var files = Paths(FeedFormat.Csv).Concat(Paths(FeedFormat.JsonLines)).ToList();
        foreach (var folder in files.GroupBy(file => Path.GetDirectoryName(file)!))
            await Command.RunAsync(folder.Key, "sha256sum", ["-c", "--strict", "--quiet", .. folder.Select(file => file + ".sha256")]);

        await File.AppendAllTextAsync(files[0], " ");
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => Command.RunAsync(Path.GetDirectoryName(files[0])!, "sha256sum", "-c", files[0] + ".sha256"));
    }

    private List<string> Paths(FeedFormat format) => [.. _feed.Files(Date, format)!.Select(file => _feed.Folder.PathOf(_feed.Folder.Find(Date)!, file))];

    /// <summary>Field for field what the store has, in its order.</summary>
    private void MustBeTheRows(IEnumerable<string?[]> told, string isTrue, string isFalse, string? nothing)
    {
        var conversations = _said.GroupBy(utterance => utterance.Conversation).ToDictionary(call => call.Key, call => call.First().Id.ToString());
        var expected = _said.OrderBy(utterance => utterance.SpokenAt).ThenBy(utterance => utterance.Id.ToString(), StringComparer.Ordinal).Select(utterance =>
        {
            var customer = utterance.Participant == Participant.Customer;
            var (conversation, start) = (conversations[utterance.Conversation], utterance.SpokenAt);
            return new[]
            {
                Time(start - new TimeSpan(0, 0, start.Minute, start.Second, start.Millisecond)), Time(start), conversation, nothing, nothing, nothing, utterance.ParticipantId,
                customer ? "customer" : "rep", nothing, utterance.Text, nothing, conversation, customer ? isTrue : isFalse, Time(start), Time(start.AddMilliseconds(3568)),
                _feed.Options.CompanyName, utterance.Id.ToGuid().ToString(), utterance.Conversation.ToString(), _feed.Options.CompanyName, "2026-03-06", $"{start.Hour:00}",
            };
        });
        Assert.Equal(expected, told);
    }

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'000+00:00'", System.Globalization.CultureInfo.InvariantCulture);

    private static string Garbled(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.GetItems<string>([",", "\"", "\r", "\n", "\r\n", " ", "=", "'", "\\", "\t", "😀", "é", "a", ";", "\0"], 1)[0]));
}
