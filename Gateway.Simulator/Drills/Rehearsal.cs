using System.Net;
using Gateway.Simulator.Cloud;
using Gateway.Simulator.Control;
using Gateway.Simulator.Webhook;

namespace Gateway.Simulator.Drills;

/// <summary>
/// One drill while it is played: a call on which two people talk, its streams, and the measurement of what becomes of their words. Used by
/// one task.
/// </summary>
internal sealed class Rehearsal
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    // A fault or a measurement needs a moment to be set up before what it is about is said.
    private static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(300);

    private readonly List<string> _problems = [];
    private TimeSpan? _started;
    private TimeSpan? _stopped;
    private TimeSpan? _judgeFrom;
    private long? _broken;
    private CloudStream? _hit;
    private bool _sentenceIsGone;
    private CloudStream? _replacement;

    /// <summary>Places the call; nobody answers it yet.</summary>
    /// <param name="settings">Everybody who takes part.</param>
    /// <param name="cancellationToken">Gives up waiting, anywhere in the drill.</param>
    public Rehearsal(DrillSettings settings, CancellationToken cancellationToken)
    {
        Settings = settings;
        CancellationToken = cancellationToken;
        Call = settings.Cloud.Place(settings.Speech.Audio, settings.Speech.Begin);
        settings.Cloud.Disturb = request => request.Call == Call.Sid ? Disturb?.Invoke(request) : null;
        settings.Receiver.Answer = WebhookAnswer.Ok;
    }

    /// <summary>Everybody who takes part.</summary>
    public DrillSettings Settings { get; }

    /// <summary>Gives up waiting.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>The call.</summary>
    public CloudCall Call { get; }

    /// <summary>Fault: what becomes of this call's requests to the REST API.</summary>
    public Func<RestRequest, RestFault?>? Disturb { get; set; }

    /// <summary>The stream that the fault hits: the call's first unless <see cref="ReachMidWordAsync"/> was told otherwise.</summary>
    public CloudStream Stream => _hit ?? Call.Streams[0];

    /// <summary>This call's requests to the REST API.</summary>
    public IReadOnlyList<RestRequest> Requests => [.. Settings.Cloud.Requests.Where(request => request.Call == Call.Sid)];

    /// <summary>This call's transcripts.</summary>
    public IReadOnlyList<ReceivedTranscript> Transcripts => Settings.Receiver.Of(Call.Sid).Snapshot();

    /// <summary>The call is answered and transcribed, and one utterance has arrived.</summary>
    /// <exception cref="DrillFailedException">That much does not work, so there is nothing to break.</exception>
    public async Task BeginAsync()
    {
        await OpenStreamAsync();
        await MustAsync(() => Call.Streams.Any(static stream => stream.Carries), DrillLimits.Patience(TimeSpan.Zero), "the call's stream never began");
        var answer = await StartAsync();
        if (answer.Body is not { IsOk: true })
            throw new DrillFailedException($"the start request was refused: {answer.Body?.ErrorMessage ?? answer.ToString()}");
        _started = Call.Line.Position;
        await HearNextAsync("nothing was transcribed even before the fault");
    }

    /// <summary>Twilio opens a stream of the call: with TwiML, or with a URL of the control API.</summary>
    /// <exception cref="DrillFailedException">The gateway refuses that.</exception>
    public async Task OpenStreamAsync()
    {
        if (Settings.Twiml is { } twiml)
            try
            {
                await Settings.Cloud.FollowAsync(Call, twiml, CancellationToken);
                return;
            }
            catch (RestRefusedException refused)
            {
                throw new DrillFailedException($"the call cannot follow the gateway's TwiML: {refused.Code} {refused.Message}");
            }
        var url = await Settings.Gateway.GetStreamUrlAsync(CancellationToken);
        Call.StartStream(new StreamOrder
        {
            Url = url.Body?.StreamingUrl ?? throw new DrillFailedException($"the gateway gives no stream URL: {url}"),
            Tracks = Settings.Speech.Audio.Tracks,
            StatusCallback = Settings.StatusCallback,
        });
    }

    /// <summary>Waits for the middle of the next utterance, and notes that the fault happens there.</summary>
    /// <param name="hit">The stream that it hits; null: the call's first.</param>
    public async Task ReachMidWordAsync(CloudStream? hit = null)
    {
        _hit = hit;
        var now = Call.Line.Position + Lead;
        var next = Settings.Speech.From(TimeSpan.Zero).First(utterance => utterance.Start + utterance.Length / 2 > now);
        await UntilAsync(() => Call.Line.Position >= next.Start + next.Length / 2, next.End - now + Lead);
        _broken = Settings.Time.GetTimestamp();
    }

    /// <summary>Waits until another stream than the broken one carries the call, and an utterance that began after that has arrived.</summary>
    /// <param name="limit">How long the stream may take after the fault.</param>
    public async Task RecoverAsync(TimeSpan limit)
    {
        if (await ReplacedAsync(limit))
            await HearNextAsync("there is a new stream, and what is said on it does not arrive");
    }

    /// <summary>Waits until another stream than the broken one carries the call. Too late is noted, never is noted and ends the drill.</summary>
    /// <param name="limit">How long that may take after the fault.</param>
    /// <returns>Whether there is one.</returns>
    public async Task<bool> ReplacedAsync(TimeSpan limit)
    {
        limit += Settings.Slack;
        var broken = Stream;
        var replaced = await UntilAsync(
            () => (_replacement = Call.Streams.FirstOrDefault(stream => stream != broken && stream.Carries)) is not null, DrillLimits.Patience(limit));
        Check(replaced, $"no new stream within {DrillLimits.Patience(limit).TotalSeconds:0} s");
        if (TranscribingAfter is { } after)
            Check(after <= limit, $"a new stream after {after.TotalSeconds:0.0} s, and not within {limit.TotalSeconds:0.0} s");
        return replaced;
    }

    /// <summary>Waits until an utterance that is still to begin has arrived.</summary>
    /// <exception cref="DrillFailedException">It does not.</exception>
    public async Task HearNextAsync(string otherwise)
    {
        var begin = Call.Line.Position + Lead;
        // The next one may be misheard, the next two hardly.
        var next = Settings.Speech.From(begin).Take(2).ToList();
        await MustAsync(() => next.Any(said => HeardUtterance.Find(said, Transcripts, Call.Line).IsWhole), next[^1].End - begin + DrillLimits.Arrival, otherwise);
    }

    /// <summary>From here on everything must arrive; what is said before is not judged.</summary>
    public void JudgeFromHere() => _judgeFrom = Call.Line.Position;

    /// <summary>The fault did not interrupt anything after all: there is no outage to subtract.</summary>
    public void NothingBroke() => _replacement = Stream;

    /// <summary>What broke the stream broke it later than it was ordered: a gateway that is told to end first goes on with its calls.</summary>
    /// <returns>The clock's timestamp of the last frame before the break.</returns>
    public long BrokeWithStream()
    {
        _broken = Math.Max(_broken ?? 0, Stream.LastSentAt ?? 0);
        return _broken.Value;
    }

    /// <summary>The sentence in which the fault happens cannot be saved: what the gateway had heard of it is gone with the gateway.</summary>
    public void ForgiveSentence() => _sentenceIsGone = true;

    /// <summary>The contact centre stops transcription.</summary>
    /// <returns>The gateway's answer.</returns>
    public async Task<ControlAnswer<StreamingResponse>> StopAsync()
    {
        _stopped = Call.Line.Position;
        return await Settings.Gateway.StopAsync(Call.Sid, CancellationToken);
    }

    /// <summary>Notes a problem unless something holds.</summary>
    /// <param name="holds">What must be.</param>
    /// <param name="otherwise">What is wrong, as a sentence without its full stop.</param>
    public void Check(bool holds, string otherwise)
    {
        if (!holds)
            _problems.Add(otherwise);
    }

    /// <summary>Waits until something holds, or patience runs out.</summary>
    /// <returns>Whether it holds.</returns>
    public async Task<bool> UntilAsync(Func<bool> holds, TimeSpan patience)
    {
        var began = Settings.Time.GetTimestamp();
        using var timer = new PeriodicTimer(Glance, Settings.Time);
        while (!holds())
        {
            if (Settings.Time.GetElapsedTime(began) > patience)
                return false;
            await timer.WaitForNextTickAsync(CancellationToken);
        }
        return true;
    }

    /// <summary>As <see cref="UntilAsync"/>, for what the rest of the drill cannot do without.</summary>
    /// <exception cref="DrillFailedException">It does not hold in time.</exception>
    public async Task MustAsync(Func<bool> holds, TimeSpan patience, string otherwise)
    {
        if (!await UntilAsync(holds, patience))
            throw new DrillFailedException(otherwise);
    }

    /// <summary>Stops what goes on, hangs up, and judges. Whatever became of the drill, the call is over afterwards.</summary>
    public async Task<DrillResult> EndAsync(string name, Exception? failure)
    {
        if (failure is not null)
            _problems.Add(failure.Message);
        try
        {
            if (_stopped is null && failure is null && Call.Status == "in-progress")
                await StopAndCollectAsync();
        }
        catch (HttpRequestException e)
        {
            _problems.Add($"the stop request failed: {e.Message}");
        }
        await Call.HangUpAsync();
        var heard = Judge();
        return new DrillResult
        {
            Drill = name,
            Verdict = _problems.Count == 0 ? Verdict.Good : Verdict.Bad,
            DetectedAfter = DetectedAfter,
            TranscribingAfter = TranscribingAfter,
            AudioLost = Sum(heard.Select(static each => each.Lost)),
            UtterancesLost = heard.Count(static each => each.IsLost),
            Problems = _problems,
        };
    }

    private TimeSpan? DetectedAfter =>
        _broken is { } broken && Requests.FirstOrDefault(request => request.At >= broken) is { } first ? Settings.Time.GetElapsedTime(broken, first.At) : null;

    private TimeSpan? TranscribingAfter => _broken is { } broken && _replacement is { FirstSentAt: { } first } && _replacement != Stream
        ? first > broken ? Settings.Time.GetElapsedTime(broken, first) : TimeSpan.Zero
        : null;

    private static TimeSpan Sum(IEnumerable<TimeSpan> lengths) => lengths.Aggregate(TimeSpan.Zero, static (sum, length) => sum + length);

    /// <summary>Asks for transcription, again and again while the gateway says that it is not ready for that yet.</summary>
    private async Task<ControlAnswer<StreamingResponse>> StartAsync()
    {
        var map = Settings.Speech.TrackMap;
        var request = new StartRequest
        {
            Guid = Call.Sid.ToString(),
            CustomerId = "drill-customer",
            AgentId = "drill-agent",
            TwilioParams = new TwilioParams(new TrackRoles(map.Inbound, map.Outbound)),
        };
        var began = Settings.Time.GetTimestamp();
        using var timer = new PeriodicTimer(Lead, Settings.Time);
        while (true)
        {
            var answer = await Settings.Gateway.StartAsync(request, CancellationToken);
            if (answer.Status != HttpStatusCode.ServiceUnavailable || Settings.Time.GetElapsedTime(began) > DrillLimits.Restart)
                return answer;
            await timer.WaitForNextTickAsync(CancellationToken);
        }
    }

    private async Task StopAndCollectAsync()
    {
        var answer = await StopAsync();
        Check(answer.Body is { IsOk: true }, $"the stop request was refused: {answer.Body?.ErrorMessage ?? answer.ToString()}");
        var promised = answer.Body?.AutotranscribeResponse is { } stopped
            ? (stopped.Customer?.Summary?.Transcripts ?? 0) + (stopped.Agent?.Summary?.Transcripts ?? 0)
            : 0;
        await UntilAsync(() => Transcripts.Count >= promised, DrillLimits.AfterStop);
    }

    /// <summary>What was said while transcription was on, and what became of it.</summary>
    private List<HeardUtterance> Judge()
    {
        if (_started is not { } started)
            return [];
        var end = _stopped ?? Call.Line.Position;
        var heard = Settings.Speech.From(_judgeFrom ?? started).TakeWhile(said => said.End <= end)
            .Select(said => HeardUtterance.Find(said, Transcripts, Call.Line)).ToList();
        foreach (var twice in heard.Where(static each => each.Times > 1))
            _problems.Add($"arrived {twice.Times} times: \"{twice.Said.Text}\"");
        var outage = OutageUntil(end);
        var beyond = Sum(heard.Where(each => !IsForgiven(each.Said)).Select(each => Max(each.Lost - Overlap(each.Said, outage), TimeSpan.Zero)));
        Check(beyond <= DrillLimits.SpeechBeyondOutage + Settings.Slack, $"{beyond.TotalSeconds:0.0} s of speech were lost besides what was said during the outage");
        var requests = Requests.Count;
        Check(requests <= DrillLimits.Requests, $"{requests} requests to the REST API");
        return heard;
    }

    /// <summary>While no stream carried the call, as positions of its line.</summary>
    private (TimeSpan From, TimeSpan To) OutageUntil(TimeSpan end)
    {
        if (_broken is not { } broken || _replacement == Stream)
            return (TimeSpan.Zero, TimeSpan.Zero);
        var from = Call.Line.PositionAt(broken);
        return (from, _replacement?.FirstSentAt is { } first ? Max(from, Call.Line.PositionAt(first)) : end);
    }

    private bool IsForgiven(SpokenUtterance said) =>
        _sentenceIsGone && _broken is { } broken && Call.Line.PositionAt(broken) is var at && said.Start <= at && at <= said.End;

    private static TimeSpan Overlap(SpokenUtterance said, (TimeSpan From, TimeSpan To) outage) =>
        Max((said.End < outage.To ? said.End : outage.To) - Max(said.Start, outage.From), TimeSpan.Zero);

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
