using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Gateway.Tests.Support;

/// <summary>
/// Runs the scripts in Gateway.Tests/Node: counterparts that share no code with the gateway. Needs <c>node</c> and <c>npm</c> on the path.
/// </summary>
internal static class Node
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(3);

    private static readonly Lazy<Task> Packages = new(InstallAsync);

    private static string Directory { get; } = Path.Combine(TestPaths.Repository, "Gateway.Tests", "Node");

    /// <summary>Asks a script that answers each line of JSON with a line of JSON.</summary>
    public static async Task<IReadOnlyList<JsonElement>> AskAsync<T>(string script, params T[] questions)
    {
        var run = await RunAsync(script, string.Join('\n', questions.Select(question => JsonSerializer.Serialize(question))), limit: TimeSpan.FromMinutes(1));
        Assert.True(run.ExitCode == 0, run.Errors);
        var answers = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        Assert.Equal(questions.Length, answers.Count);
        return answers;
    }

    /// <summary>Runs a script to its end.</summary>
    /// <param name="script">Its file name.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="environment">Variables that it needs besides those of this process, or null.</param>
    /// <param name="limit">After this it is killed.</param>
    /// <exception cref="TimeoutException">It was killed.</exception>
    public static async Task<NodeRun> RunAsync(string script, string input, IReadOnlyDictionary<string, string>? environment = null, TimeSpan? limit = null)
    {
        await Packages.Value;
        return await RunProgramAsync("node", [script], input, environment, limit ?? TimeSpan.FromMinutes(5));
    }

    /// <summary>Once per process, and only when the lock file asks for something else than what is there.</summary>
    private static async Task InstallAsync()
    {
        var installed = Path.Combine(Directory, "node_modules", ".package-lock.json");
        if (File.Exists(installed) && File.GetLastWriteTimeUtc(installed) >= File.GetLastWriteTimeUtc(Path.Combine(Directory, "package-lock.json")))
            return;
        var run = await RunProgramAsync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], "", null, InstallLimit);
        Assert.True(run.ExitCode == 0, $"npm ci in {Directory}: {run.Errors}");
    }

    private static async Task<NodeRun> RunProgramAsync(
        string program, string[] arguments, string input, IReadOnlyDictionary<string, string>? environment, TimeSpan limit)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = Directory,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            process.StartInfo.Environment[name] = value;
        try
        {
            process.Start();
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{program} is needed for this test: install Node.js 20 or later.", missing);
        }

        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(limit);
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), deadline.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (IOException)
        {
            // It has ended without reading everything; its errors say why.
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {limit}: {await errors}");
        }

        return new NodeRun(process.ExitCode, await output, await errors);
    }
}

/// <summary>What a script left behind.</summary>
internal sealed record NodeRun(int ExitCode, string Output, string Errors);
