using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Gateway.Core;
using Gateway.Tests.Support;
using Gateway.Transcripts;
using Gateway.Transcripts.Export;

namespace Gateway.Tests.Export;

/// <summary>What stands in the files of a day (api.md 6.3).</summary>
[SuppressMessage("Design", "CA1001", Justification = "The runner calls DisposeAsync.")]
public sealed class FeedFilesTests : IAsyncLifetime
{
    private const string Columns =
        "instance_ts,created_ts,conversation_id,company_subdivision,company_segments,sequence_id,sender_id,sender_type,utterance_type,utterance,sent_to_agent,"
        + "issue_id,sent_to_rep,utterance_start_ts,utterance_end_ts,company_name,event_uuid,external_conversation_id,company_marker,dt,hr";

    private static readonly DateOnly Date = FeedHarness.Yesterday;

    private FeedHarness _feed = null!;

    public async Task InitializeAsync() =>
        _feed = await FeedHarness.StartAsync(new ExportOptions { CompanyName = "Example, Inc.", Utterances = new FeedOptions { Enabled = true } });

    public Task DisposeAsync() => _feed.DisposeAsync().AsTask();

    [Fact]
    public async Task A_row_has_the_columns_of_the_specification_in_order()
    {
        var id = Ulid.Parse("01ARZ3NDEKTSV4RRFFQ69G5FAV");
        var utterance = _feed.Utterance(FeedHarness.At(17, 11, 41, 626), "Hello, I'd like to upgrade.") with { Id = id };
        await _feed.Store.WriteAsync([new MessageEntry(utterance)], FeedHarness.At(17, 11, 50), CancellationToken.None);
        await _feed.PublishAsync();

        var files = _feed.Folder.Find(Date)!.Files;
        Assert.Equal(["utterances_20260306_17.csv", "utterances_20260306_17.jsonl"], files.Select(file => file.Name));
        Assert.Equal(
            """
            {"instance_ts":"2026-03-06T17:00:00.000000+00:00","created_ts":"2026-03-06T17:11:41.626000+00:00","conversation_id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","company_subdivision":null,"company_segments":null,"sequence_id":null,"sender_id":"TT9833237","sender_type":"customer","utterance_type":null,"utterance":"Hello, I'd like to upgrade.","sent_to_agent":null,"issue_id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","sent_to_rep":true,"utterance_start_ts":"2026-03-06T17:11:41.626000+00:00","utterance_end_ts":"2026-03-06T17:11:45.194000+00:00","company_name":"Example, Inc.","event_uuid":"01563e3a-b5d3-d676-4c61-efb99302bd5b","external_conversation_id":"CA00000000000000000000000000000001","company_marker":"Example, Inc.","dt":"2026-03-06","hr":"17"}

            """,
            _feed.Read(Date, files[1]));
        Assert.Equal(
            Columns + "\r\n2026-03-06T17:00:00.000000+00:00,2026-03-06T17:11:41.626000+00:00,01ARZ3NDEKTSV4RRFFQ69G5FAV,,,,TT9833237,customer,,\"Hello, I'd like to upgrade.\",,"
            + "01ARZ3NDEKTSV4RRFFQ69G5FAV,true,2026-03-06T17:11:41.626000+00:00,2026-03-06T17:11:45.194000+00:00,\"Example, Inc.\",01563e3a-b5d3-d676-4c61-efb99302bd5b,"
            + "CA00000000000000000000000000000001,\"Example, Inc.\",2026-03-06,17\r\n",
            _feed.Read(Date, files[0]));
    }

    [Fact]
    public async Task What_the_agent_says_is_the_reps_and_not_sent_to_the_rep()
    {
        var utterance = _feed.Utterance(FeedHarness.At(9), "How can I help?") with { Participant = Participant.Agent, ParticipantId = "RE223444211993" };
        await _feed.Store.WriteAsync([new MessageEntry(utterance)], FeedHarness.At(9, 1), CancellationToken.None);
        await _feed.PublishAsync();

        var row = Assert.Single(_feed.Rows(Date)).Row;
        Assert.Equal(("rep", "RE223444211993", false), (row.GetProperty("sender_type").GetString(), row.GetProperty("sender_id").GetString(), row.GetProperty("sent_to_rep").GetBoolean()));
    }

    [Fact]
    public async Task Rows_are_in_the_order_in_which_they_were_spoken_and_calls_keep_their_names()
    {
        foreach (var (minute, call) in new[] { (40, 2), (10, 1), (30, 1), (20, 2) })
            await _feed.SayAsync(FeedHarness.At(9, minute), $"{minute}", call, created: FeedHarness.At(9, 50 - (minute / 10)));
        await _feed.PublishAsync();

        var rows = _feed.Rows(Date).Select(row => row.Row).ToList();
        Assert.Equal(["10", "20", "30", "40"], _feed.Texts(Date));
        Assert.Equal(2, rows.Select(row => row.GetProperty("conversation_id").GetString()).Distinct().Count());
        Assert.All(rows, row => Assert.Equal(row.GetProperty("conversation_id").GetString(), row.GetProperty("issue_id").GetString()));
        foreach (var call in rows.GroupBy(row => row.GetProperty("external_conversation_id").GetString()))
            Assert.Single(call.Select(row => row.GetProperty("conversation_id").GetString()).Distinct());
        Assert.Equal(4, rows.Select(row => row.GetProperty("event_uuid").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Every_utterance_is_in_the_file_of_its_hour_and_midnight_belongs_to_the_new_day()
    {
        await _feed.SayAsync(FeedHarness.At(0).AddMilliseconds(-1), "the day before");
        await _feed.SayAsync(FeedHarness.At(0), "midnight");
        await _feed.SayAsync(FeedHarness.At(0, 59, 59, 999), "the first hour's end");
        await _feed.SayAsync(FeedHarness.At(1), "one o'clock");
        await _feed.SayAsync(FeedHarness.At(23), "eleven at night");
        await _feed.SayAsync(FeedHarness.At(23, 59, 59, 999), "the last millisecond");
        await _feed.SayAsync(FeedHarness.At(0).AddDays(1), "the day after");

        Assert.Equal([(Date.AddDays(-1), 1L), (Date, 5L)], await _feed.PublishAsync());
        Assert.Equal(
            [
                ("utterances_20260306_00.jsonl", "midnight", "00"), ("utterances_20260306_00.jsonl", "the first hour's end", "00"), ("utterances_20260306_01.jsonl", "one o'clock", "01"),
                ("utterances_20260306_23.jsonl", "eleven at night", "23"), ("utterances_20260306_23.jsonl", "the last millisecond", "23"),
            ],
            _feed.Rows(Date).Select(row => (row.File, row.Row.GetProperty("utterance").GetString(), row.Row.GetProperty("hr").GetString())));
        Assert.Equal(["hr=00", "hr=01", "hr=23"], _feed.Files(Date, FeedFormat.JsonLines)!.Select(file => file.Interval));
        Assert.Equal([2L, 1L, 2L], _feed.Files(Date, FeedFormat.Csv)!.Select(file => file.Rows));
        Assert.Equal(["the day before"], _feed.Texts(Date.AddDays(-1)));
        Assert.Null(_feed.Folder.Find(Date.AddDays(1)));
    }

    [Fact]
    public async Task An_utterance_that_reaches_into_the_next_hour_stays_in_the_one_in_which_it_began()
    {
        var utterance = _feed.Utterance(FeedHarness.At(23, 59, 59), "a long sentence") with { Start = TimeSpan.Zero, End = TimeSpan.FromSeconds(30) };
        await _feed.Store.WriteAsync([new MessageEntry(utterance)], FeedHarness.At(0).AddDays(1).AddMinutes(1), CancellationToken.None);
        await _feed.PublishAsync();

        Assert.Equal("2026-03-07T00:00:29.000000+00:00", Assert.Single(_feed.Rows(Date)).Row.GetProperty("utterance_end_ts").GetString());
    }

    [Fact]
    public async Task A_date_on_which_nothing_was_said_is_published_without_files()
    {
        await _feed.SayAsync(FeedHarness.At(12).AddDays(-2), "two days before");

        Assert.Equal([(Date.AddDays(-2), 1L), (Date.AddDays(-1), 0L), (Date, 0L)], await _feed.PublishAsync());
        Assert.Empty(_feed.Folder.Find(Date)!.Files);
    }

    [Fact]
    public async Task Before_anything_was_ever_said_there_are_no_dates()
    {
        Assert.Empty(await _feed.PublishAsync());
        Assert.Empty(_feed.Folder.Dates());
        await _feed.SayAsync(_feed.Time.GetUtcNow(), "today");
        Assert.Empty(await _feed.PublishAsync());
        Assert.Empty(_feed.FilesOnDisk());
    }

    [Fact]
    public async Task Checksums_are_those_of_sha256sum_and_only_the_owner_may_read()
    {
        for (var hour = 0; hour < 24; hour += 7)
            await _feed.SayAsync(FeedHarness.At(hour), NastyTexts.All[hour % NastyTexts.All.Count]);
        await _feed.PublishAsync();

        var files = _feed.Folder.Find(Date)!.Files;
        Assert.Equal(8, files.Count);
        foreach (var file in files)
        {
            var path = _feed.Folder.PathOf(_feed.Folder.Find(Date)!, file);
            Assert.Equal($"{file.Name}: OK\n", await Command.RunAsync(Path.GetDirectoryName(path)!, "sha256sum", "-c", "--strict", file.Name + ".sha256"));
            Assert.StartsWith(file.Sha256 + " ", await Command.RunAsync(_feed.Directory, "sha256sum", path), StringComparison.Ordinal);
            Assert.Equal(new FileInfo(path).Length, file.Bytes);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
        }
    }

    [Fact]
    public async Task Control_characters_are_escaped_and_lines_end_in_a_line_feed()
    {
        await _feed.SayAsync(FeedHarness.At(9), "one\r\ntwo\0\u001b\u007f\u2028 \"quoted\" \\ 😀 é =1+1");
        await _feed.PublishAsync();

        var text = _feed.Read(Date, Assert.Single(_feed.Files(Date, FeedFormat.JsonLines)!));
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.Equal(text.Length - 1, text.AsSpan().IndexOfAnyInRange('\0', '\u001f'));
        Assert.Contains("\"utterance\":\"one\\r\\ntwo\\u0000\\u001B", text, StringComparison.Ordinal);
        Assert.Contains("é =1+1\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_fields_that_need_it_are_quoted_in_CSV()
    {
        foreach (var (text, minute) in NastyTexts.All.Select((text, minute) => (text, minute)))
            await _feed.SayAsync(FeedHarness.At(9, minute), text);
        await _feed.PublishAsync();

        var csv = _feed.Read(Date, Assert.Single(_feed.Files(Date, FeedFormat.Csv)!));
        Assert.Contains(",\"He said \"\"good morning\"\", twice: \"\"\"\"\",", csv, StringComparison.Ordinal);
        Assert.Contains(",\"\"\"\",", csv, StringComparison.Ordinal);
        Assert.Contains(",\"\r\n\",", csv, StringComparison.Ordinal);
        Assert.Contains(",\"carriage\rreturn\",", csv, StringComparison.Ordinal);
        Assert.Contains(", blanks before and after ,", csv, StringComparison.Ordinal);
        // What a spreadsheet takes for a formula is what was said, and stays as it is.
        Assert.Contains(",+1 555 0100,", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_character_becomes_the_replacement_character_and_spoils_nothing()
    {
        await _feed.SayAsync(FeedHarness.At(9), "high \ud83d and low \ude00 alone");
        await _feed.SayAsync(FeedHarness.At(9, 1), "the next");
        await _feed.PublishAsync();

        Assert.Equal(["high \ufffd and low \ufffd alone", "the next"], _feed.Texts(Date));
    }

    [Fact]
    public void Half_a_character_in_a_setting_spoils_no_file()
    {
        var message = new StoredMessage(default, default, SampleUtterance.Of() with { Text = "half \ud83d" });
        foreach (var format in FeedFormat.All)
        {
            var output = new System.Buffers.ArrayBufferWriter<byte>();
            format.WriteRow(output, UtteranceFeed.Columns, UtteranceFeed.Row(message, "half \ude00"));
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(output.WrittenSpan);
            Assert.Contains("half \ufffd", text.Replace("\\uFFFD", "\ufffd", StringComparison.Ordinal), StringComparison.Ordinal);
            if (format == FeedFormat.JsonLines)
                Assert.Equal("half \ufffd", JsonSerializer.Deserialize<JsonElement>(text).GetProperty("company_name").GetString());
        }
    }
}
