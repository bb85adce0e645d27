using System.Diagnostics;
using Gateway.Core;
using Gateway.Simulator;
using Gateway.Simulator.Control;

namespace Gateway.Benchmarks.Ingest;

/// <summary>One of the servers that are compared: how it is started, and where calls dial.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="StartAsync">Starts it.</param>
/// <param name="UrlAsync">The stream URL, once it runs.</param>
internal sealed record Contestant(string Name, Func<Task<MeasuredServer>> StartAsync, Func<MeasuredServer, Task<Uri>> UrlAsync)
{
    private const string NodeFolder = "Gateway.Benchmarks/Node";

    /// <summary>This gateway, with everything it has, gates shut.</summary>
    /// <param name="folder">An empty folder for its state.</param>
    /// <param name="settings">Configuration as on its command line.</param>
    public static Contestant Gateway(string folder, string[] settings)
    {
        var key = new ApiKey("ingest", new Secret("the secret of nobody but this benchmark"));
        string[] common =
        [
            $"--Gateway:StateDirectory={folder}", "--Gateway:Management:Url=http://127.0.0.1:0", "--Kestrel:Endpoints:Https:Url=https://127.0.0.1:0", "--Gateway:Calls:MaxStreams=10000",
            "--Gateway:Webhook:Url=https://127.0.0.1:9/", $"--Gateway:ApiKeys:0:Id={key.Id}", $"--Gateway:ApiKeys:0:Secret={key.Secret.Reveal()}", "--Gateway:ApiKeys:0:Products:0=AutoTranscribe",
        ];
        // This program lies in <artifacts>/bin/Gateway.Benchmarks/<configuration>, and the gateway beside it.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Gateway.Host", configuration, "twilio-gateway.dll"));
        return new Contestant("gateway", () => MeasuredServer.StartAsync(["dotnet", program, .. common, .. settings]), async server =>
        {
            using var client = new GatewayClient(server.Origin, key, ServerTrust.Anyone);
            var answer = await client.GetStreamUrlAsync(CancellationToken.None);
            return new Uri(answer.Body!.StreamingUrl);
        });
    }

    /// <summary>Kestrel with nothing around it.</summary>
    /// <param name="certificates">The folder with the servers' certificate.</param>
    public static Contestant Bare(string certificates) => new(
        "bare Kestrel", () => MeasuredServer.StartAsync("dotnet", typeof(Contestant).Assembly.Location, BareServer.Verb, certificates), server => Task.FromResult(server.Origin));

    /// <summary>Node with the package <c>ws</c>, which is fetched first.</summary>
    /// <param name="certificates">The folder with the servers' certificate.</param>
    public static Contestant Node(string certificates)
    {
        if (!Directory.Exists(Path.Combine(NodeFolder, "node_modules")))
        {
            using var install = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]) { WorkingDirectory = NodeFolder })!;
            install.WaitForExit();
        }

        return new Contestant("Node ws", () => MeasuredServer.StartAsync("node", Path.Combine(NodeFolder, "server.mjs"), certificates), server => Task.FromResult(server.Origin));
    }
}
