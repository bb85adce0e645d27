using System.Net.WebSockets;
using Gateway.Core;
using Gateway.Media.Calls;
using Gateway.Media.Twilio;
using Gateway.Tests.Support;

namespace Gateway.Tests.Protocol;

/// <summary>Every file in Fixtures is a dialogue; its name is the assertion. Adding a case is adding a file.</summary>
public sealed class ProtocolFixtureTests : IDisposable
{
    private readonly CallTableHarness _harness = new();
    private readonly MediaSocketPair _sockets;
    private TwilioProtocolException? _violation;
    private StreamStart? _start;
    private CallStream? _stream;
    private StreamEnding? _ending;
    private SpanReport? _report;

    public ProtocolFixtureTests() => _sockets = new MediaSocketPair(_harness.Time);

    public static TheoryData<string> Dialogues => new(ProtocolFixture.Names);

    [Theory]
    [MemberData(nameof(Dialogues))]
    public async Task A_dialogue_ends_as_the_name_of_its_file_says(string name)
    {
        var fixture = ProtocolFixture.Read(name);
        var serving = ServeAsync();
        foreach (var message in fixture.Messages)
            await _sockets.SendAsync(message);
        await _sockets.HangUpAsync();
        await serving;
        var closeCode = await _sockets.ReadCloseAsync();

        if (fixture.CloseCode is { } expected)
        {
            Assert.True(_violation is not null, "nothing was refused");
            Assert.Equal(expected, (int)_violation.CloseStatus);
            Assert.True(_violation.Message.Length <= 120 && _violation.Message.All(char.IsAscii), "the reason does not fit into a close frame");
        }
        else
        {
            Assert.Null(_violation);
        }

        Assert.Equal(expected: fixture.CloseCode ?? (int)WebSocketCloseStatus.NormalClosure, (int?)closeCode);
        Assert.Equal(fixture.NoStream, fixture is { Frames: null, CloseCode: null });
        if (fixture.NoStream)
            Assert.Null(_start);
        if (fixture.Frames is { } frames)
            MatchStream(fixture, frames);
        Assert.Empty(fixture.Unchecked);
    }

    [Fact]
    public void There_are_dialogues() => Assert.True(ProtocolFixture.Names.Count() >= 40);

    public void Dispose()
    {
        _sockets.Dispose();
        _harness.Dispose();
    }

    private void MatchStream(ProtocolFixture fixture, int frames)
    {
        Assert.NotNull(_stream);
        Assert.NotNull(_start);
        var counted = _stream.Statistics;
        Assert.Equal(frames, counted.Frames);
        Assert.Equal(fixture.Number("missing-ms"), _stream.Missing.TotalMilliseconds);
        Assert.Equal(fixture.Number("missing-messages"), counted.MissingMessages);
        Assert.Equal(fixture.Number("duplicates"), counted.DuplicateFrames);
        Assert.Equal(fixture.Number("late"), _stream.LateFrames);
        Assert.Equal(fixture.Number("unusable"), counted.UnusableFrames);
        Assert.Equal(fixture.Number("unknown"), counted.UnknownEvents);
        Assert.Equal(fixture.Text("ending") ?? "Closed", _ending.ToString());
        // Mu-law bytes that went through the open gates.
        Assert.Equal(2 * fixture.Number("inbound-bytes"), _report?.Customer?.TotalAudioBytes ?? 0);
        Assert.Equal(2 * fixture.Number("outbound-bytes"), _report?.Agent?.TotalAudioBytes ?? 0);
        if (fixture.Text("tracks") is { } tracks)
            Assert.Equal(tracks, string.Join('+', _start.Tracks.Order()).ToLowerInvariant());
        if (fixture.Text("position-ms") is { } position)
            Assert.Equal(position, _stream.Position.TotalMilliseconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (fixture.Text("stream") is { } stream)
            Assert.Equal(stream, _start.StreamSid.ToString());
        if (fixture.Text("token") is { } token)
            Assert.Equal(token, _start.Token);
    }

    /// <summary>What the endpoint does, with the gate open as soon as there is a stream.</summary>
    private async Task ServeAsync()
    {
        var (status, reason) = (WebSocketCloseStatus.NormalClosure, "");
        try
        {
            _start = await _sockets.Gateway.ReadStartAsync(_sockets.Patience);
            if (_start is not null)
                await PumpAsync(_start);
        }
        catch (TwilioProtocolException violation)
        {
            _violation = violation;
            (status, reason) = (violation.CloseStatus, violation.Message);
        }

        await _sockets.Gateway.CloseAsync(status, reason);
        _sockets.Gateway.Dispose();
    }

    private async Task PumpAsync(StreamStart start)
    {
        _stream = _harness.Calls.Open(start);
        await _harness.Calls.StartAsync(start.CallSid, CallTableHarness.Settings, _sockets.Patience);
        _ending = await _sockets.Gateway.PumpAsync(_stream, _sockets.Patience);
        _report = (await _harness.Calls.StopAsync(start.CallSid)).Report;
        await _harness.Calls.CloseAsync(_stream, _ending.Value);
    }
}
