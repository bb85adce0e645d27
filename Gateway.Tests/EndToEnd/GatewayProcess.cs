using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Simulator;
using Gateway.Simulator.Control;
using Gateway.Tests.Support;

namespace Gateway.Tests.EndToEnd;

/// <summary>The gateway as a program of its own that takes calls, until it is ended or killed.</summary>
internal sealed partial class GatewayProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _log = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private GatewayProcess(Process process) => _process = process;

    /// <summary>What it has logged.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return string.Join('\n', _log);
        }
    }

    /// <summary>Where API clients and Twilio dial.</summary>
    public Uri Origin { get; private set; } = null!;

    /// <summary>Where the operator looks.</summary>
    public Uri Management { get; private set; } = null!;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts it and waits until it takes calls.</summary>
    public static Task<GatewayProcess> StartAsync(params string[] settings) => StartAsync(new Dictionary<string, string>(), settings);

    /// <summary>The same with environment variables of its own.</summary>
    public static async Task<GatewayProcess> StartAsync(IReadOnlyDictionary<string, string> environment, params string[] settings)
    {
        var start = InstalledProgram.Run([.. settings, "--Kestrel:Endpoints:Https:Url=https://127.0.0.1:0", "--Gateway:Management:Url=http://127.0.0.1:0"]);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var gateway = new GatewayProcess(Process.Start(start)!);
        gateway._process.OutputDataReceived += (_, line) => gateway.Note(line.Data);
        gateway._process.ErrorDataReceived += (_, line) => gateway.Note(line.Data);
        gateway._process.BeginOutputReadLine();
        gateway._process.BeginErrorReadLine();
        await Task.WhenAny(gateway._ready.Task, gateway._process.WaitForExitAsync()).WaitAsync(Patience.Limit);
        if (gateway._ready.Task.IsCompletedSuccessfully)
            return gateway;
        await using (gateway)
            throw new InvalidOperationException("The gateway did not start: " + gateway.Log);
    }

    /// <summary>A client of its API, with its own key.</summary>
    public GatewayClient Client(string stateDirectory) =>
        new(Origin, ApiKey.Load(Path.Combine(stateDirectory, "api-key.json")), ServerTrust.OnlyFile(Path.Combine(stateDirectory, "certificate.pem")));

    /// <summary>Sends it a signal.</summary>
    /// <param name="name">Such as <c>TERM</c>.</param>
    public Task SignalAsync(string name) => Command.RunAsync("/", "kill", "-s", name, _process.Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Waits for its end.</summary>
    /// <param name="patience">For how long; null: as for everything else.</param>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync(TimeSpan? patience = null)
    {
        await _process.WaitForExitAsync().WaitAsync(patience ?? Patience.Limit);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: nothing in it gets a chance to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience.Limit);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null)
            return;
        lock (_log)
            _log.Add(line);
        if (HttpsAddress().Match(line) is { Success: true } address)
            Origin = new Uri(address.Value);
        if (HttpAddress().Match(line) is { Success: true } management)
            Management = new Uri(management.Value);
        if (line.Contains("calls can be taken", StringComparison.Ordinal))
            _ready.TrySetResult();
    }

    [GeneratedRegex(@"https://127\.0\.0\.1:\d+")]
    private static partial Regex HttpsAddress();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex HttpAddress();
}
