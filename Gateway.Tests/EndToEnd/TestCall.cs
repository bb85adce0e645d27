using Gateway.Core;
using Gateway.Simulator.Audio;
using Gateway.Simulator.Control;
using Gateway.Simulator.Twilio;
using Gateway.Simulator.Webhook;
using StreamEnding = Gateway.Simulator.Twilio.StreamEnding;

namespace Gateway.Tests.EndToEnd;

/// <summary>One media stream of a call, and what its owner asks of the gateway. Time passes four times as fast as on a telephone.</summary>
internal sealed class TestCall : IAsyncDisposable
{
    public const string CustomerId = "TT9833237";
    public const string AgentId = "RE223444211993";

    private readonly GatewayFixture _gateway;

    private TestCall(GatewayFixture gateway, TwilioStream stream)
    {
        _gateway = gateway;
        Stream = stream;
    }

    public CallSid Sid => Stream.CallSid;

    public TwilioStream Stream { get; }

    public Task<StreamEnding> Ended => Stream.Ended.WaitAsync(Patience.Limit);

    /// <summary>Twilio dials and introduces the stream.</summary>
    /// <param name="gateway">Whom.</param>
    /// <param name="sid">Which call's stream it is; null for a new call.</param>
    /// <param name="tracks">Which tracks it has; none named means both.</param>
    public static async Task<TestCall> DialAsync(GatewayFixture gateway, CallSid? sid = null, params Track[] tracks)
    {
        var url = (await gateway.Client.GetStreamUrlAsync(CancellationToken.None)).Body!.StreamingUrl;
        return await DialAsync(gateway, sid, url.Replace(new Uri(url).Authority, gateway.Origin.Authority, StringComparison.Ordinal), tracks);
    }

    /// <inheritdoc cref="DialAsync(GatewayFixture, CallSid?, Track[])"/>
    public static async Task<TestCall> DialAsync(GatewayFixture gateway, CallSid? sid, string url, params Track[] tracks)
    {
        var random = gateway.NextRandom();
        var options = new TwilioStreamOptions { Url = url, CallSid = sid ?? TwilioSid.NewCall(random), Trust = gateway.Trust, Speed = 4 };
        var stream = await TwilioStream.DialAsync(tracks.Length == 0 ? options : options with { Tracks = tracks }, gateway.Clock, random, CancellationToken.None);
        var call = new TestCall(gateway, stream);
        await stream.StartAsync(CancellationToken.None);
        // The socket is there before its first message has been read.
        await gateway.Log.WaitForAsync(stream.StreamSid.ToString(), "opened");
        return call;
    }

    /// <summary>What a start request for the call says.</summary>
    public static StartRequest StartRequest(CallSid sid) => new() { Guid = sid.ToString(), CustomerId = CustomerId, AgentId = AgentId };

    public StartRequest StartRequest() => StartRequest(Sid);

    public Task HearsAsync(string sentence) => HearsAsync(Spoken.Sentence(sentence));

    public Task HearsAsync(CallAudio audio) => Stream.PlayAsync(audio, CancellationToken.None).WaitAsync(Patience.Limit);

    public Task<ControlAnswer<StreamingResponse>> AsksToStartAsync() => _gateway.Client.StartAsync(StartRequest(), CancellationToken.None);

    public Task<ControlAnswer<StreamingResponse>> AsksToStopAsync() => _gateway.Client.StopAsync(Sid, CancellationToken.None);

    public Task<AutotranscribeResponse> StartsAsync() => StartsAsync(StartRequest());

    public async Task<AutotranscribeResponse> StartsAsync(StartRequest request)
    {
        var answer = await _gateway.Client.StartAsync(request, CancellationToken.None);
        Assert.True(answer.Body is { IsOk: true }, $"start: {answer} {answer.Raw}");
        return answer.Body!.AutotranscribeResponse!;
    }

    public async Task<AutotranscribeResponse> StopsAsync()
    {
        var answer = await AsksToStopAsync();
        Assert.True(answer.Body is { IsOk: true }, $"stop: {answer} {answer.Raw}");
        return answer.Body!.AutotranscribeResponse!;
    }

    /// <summary>The call's transcripts when there are <paramref name="count"/>, neither fewer nor more.</summary>
    public async Task<IReadOnlyList<ReceivedTranscript>> TranscriptsAsync(int count)
    {
        var transcripts = await _gateway.Receiver.Of(Sid).WaitForAsync(count, Patience.Limit, CancellationToken.None);
        Assert.True(count == transcripts.Count, $"{count} transcripts were expected: [{string.Join(" | ", transcripts.Select(each => each.Message.Text))}]");
        return transcripts;
    }

    public ValueTask DisposeAsync() => Stream.DisposeAsync();
}
