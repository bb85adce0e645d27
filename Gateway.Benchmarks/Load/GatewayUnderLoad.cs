using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Simulator;
using Gateway.Simulator.Control;

namespace Gateway.Benchmarks.Load;

/// <summary>A gateway of its own for one measurement: a fresh process with a fresh state directory, which tells how long utterances take.</summary>
internal sealed partial class GatewayUnderLoad : IAsyncDisposable
{
    private const string Shed = "{ Id: 1002,";
    private const string Failed = "{ Id: 1001,";

    /// <summary>Loading the speech model takes seconds when the machine is busy.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _state;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly List<StageTimes> _stages = [];
    private readonly List<string> _troubles = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _shed;
    private int _failed;
    private Uri? _origin;
    private Uri? _management;

    private GatewayUnderLoad(Process process, string state, TimeProvider time)
    {
        _process = process;
        _state = state;
        _time = time;
    }

    /// <summary>Utterances that it dropped because recognition was too far behind.</summary>
    public int UtterancesShed => _shed;

    /// <summary>Utterances that it lost because recognising or storing them failed.</summary>
    public int UtterancesFailed => _failed;

    /// <summary>Whose certificate its clients accept.</summary>
    public ServerTrust Trust => ServerTrust.OnlyFile(Path.Combine(_state, "certificate.pem"));

    /// <summary>Processor time used so far, all threads together.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The most memory it has had, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts one and waits until it takes calls.</summary>
    /// <param name="settings">Configuration on the command line.</param>
    /// <param name="time">Stamps what it logs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">It did not start; the message is its log.</exception>
    public static async Task<GatewayUnderLoad> StartAsync(IEnumerable<string> settings, TimeProvider time, CancellationToken cancellationToken)
    {
        var state = Directory.CreateTempSubdirectory("gateway-load-").FullName;
        // The benchmarks lie in <artifacts>/bin/Gateway.Benchmarks/<configuration>, and the program beside them.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Gateway.Host", configuration, "twilio-gateway.dll"));
        string[] own =
        [
            $"--Gateway:StateDirectory={state}",
            "--Kestrel:Endpoints:Https:Url=https://127.0.0.1:0",
            "--Gateway:Management:Url=http://127.0.0.1:0",
            "--Gateway:Calls:DrainTime=00:00:00",
            "--Serilog:MinimumLevel:Override:Gateway.Webhook.DeliveryLatency=Debug",
            "--Serilog:WriteTo:0:Args:configure:0:Args:outputTemplate={EventId} {Level:u3} {Message:lj}{NewLine}{Exception}",
        ];
        var start = new ProcessStartInfo("dotnet", [program, .. own, .. settings]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var gateway = new GatewayUnderLoad(Process.Start(start)!, state, time);
        gateway._process.OutputDataReceived += (_, line) => gateway.Read(line.Data);
        gateway._process.ErrorDataReceived += (_, line) => gateway.Read(line.Data);
        gateway._process.BeginOutputReadLine();
        gateway._process.BeginErrorReadLine();
        try
        {
            await Task.WhenAny(gateway._ready.Task, gateway._process.WaitForExitAsync(cancellationToken)).WaitAsync(StartLimit, time, cancellationToken);
            return gateway._ready.Task.IsCompletedSuccessfully ? gateway : throw new IOException($"The gateway did not start: {string.Join('\n', gateway.Troubles())}");
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client of its API, with its own key.</summary>
    public GatewayClient Client() => new(_origin!, ApiKey.Load(Path.Combine(_state, "api-key.json")), Trust);

    /// <summary>The stages of what was delivered between two timestamps.</summary>
    public IReadOnlyList<StageTimes> Stages(long from, long to)
    {
        lock (_lock)
            return [.. _stages.Where(stages => stages.At >= from && stages.At <= to)];
    }

    /// <summary>What it warned of, or failed with, but for what is counted; at most 20 lines.</summary>
    public IReadOnlyList<string> Troubles()
    {
        lock (_lock)
            return [.. _troubles];
    }

    /// <summary>Utterances that the webhook's publisher gave up, for whatever reason.</summary>
    public async Task<long> LostByWebhookAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        using var accounts = JsonDocument.Parse(await http.GetStringAsync(new Uri(_management!, "/undelivered"), cancellationToken));
        return accounts.RootElement.GetProperty("lost").EnumerateObject().Sum(reason => reason.Value.GetInt64());
    }

    /// <summary>Ends it, and removes its state.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-s", "TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            try
            {
                await _process.WaitForExitAsync().WaitAsync(EndLimit, _time);
            }
            catch (TimeoutException)
            {
                _process.Kill();
                await _process.WaitForExitAsync();
            }
        }

        _process.Dispose();
        Directory.Delete(_state, recursive: true);
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        if (StageTimes.Parse(line, _time.GetTimestamp()) is { } stages)
        {
            lock (_lock)
                _stages.Add(stages);
        }
        else if (line.StartsWith(Shed, StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _shed);
        }
        else if (line.StartsWith(Failed, StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _failed);
        }
        else if (!_ready.Task.IsCompleted)
        {
            AwaitReady(line);
        }
        else if (Trouble().IsMatch(line))
        {
            Note(line);
        }
    }

    private void AwaitReady(string line)
    {
        Note(line);
        if (HttpsAddress().Match(line) is { Success: true } address)
            _origin = new Uri(address.Value);
        if (HttpAddress().Match(line) is { Success: true } management)
            _management = new Uri(management.Value);
        if (!line.Contains("calls can be taken", StringComparison.Ordinal))
            return;
        lock (_lock)
            _troubles.Clear();
        _ready.SetResult();
    }

    private void Note(string line)
    {
        lock (_lock)
        {
            if (_troubles.Count < 20)
                _troubles.Add(line);
        }
    }

    [GeneratedRegex(@"https://127\.0\.0\.1:\d+")]
    private static partial Regex HttpsAddress();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex HttpAddress();

    [GeneratedRegex(@"^(\{ Id: \d+, Name: ""\w+"" \})? ?(WRN|ERR|FTL) ")]
    private static partial Regex Trouble();
}
