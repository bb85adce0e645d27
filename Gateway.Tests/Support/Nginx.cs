using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.Support;

/// <summary>The real nginx on free ports of the loopback address, with everything that it writes in a folder.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private const int Attempts = 5;

    private readonly ServerProcess _process;
    private readonly string _folder;
    private readonly IReadOnlyList<int> _ports;

    private Nginx(ServerProcess process, string folder, IReadOnlyList<int> ports)
    {
        _process = process;
        _folder = folder;
        _ports = ports;
    }

    /// <summary>Where a server of the configuration listens.</summary>
    public Uri this[int server] => new($"https://127.0.0.1:{_ports[server].ToString(CultureInfo.InvariantCulture)}/");

    /// <summary>Starts it.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="servers">What stands inside each <c>server</c> block, but for its <c>listen</c>.</param>
    public static async Task<Nginx> StartAsync(string folder, params string[] servers)
    {
        Directory.CreateDirectory(folder);
        for (var attempt = 1; ; attempt++)
        {
            // Somebody else may take a port between our finding and its taking it.
            var nginx = Start(folder, FreePorts(servers.Length), servers);
            if (await nginx.IsListeningAsync())
                return nginx;
            var errors = nginx._process.Errors;
            await nginx.DisposeAsync();
            Assert.True(attempt < Attempts && errors.Contains("Address already in use", StringComparison.Ordinal), errors);
        }
    }

    /// <summary>Reads a changed configuration; requests under way are finished by the workers that have begun them.</summary>
    public async Task ReloadAsync(params string[] servers)
    {
        await File.WriteAllTextAsync(ConfigurationOf(_folder), Configuration(_folder, _ports, servers));
        var started = Count("start worker process ");
        await using var signal = Start(_folder, "-s", "reload");
        // The new worker listens before the old one is told to go.
        await Eventually.HoldsAsync(() => Count("start worker process ") > started && Count("exited with code 0") >= started);

        int Count(string text) => _process.Errors.Split('\n').Count(line => line.Contains(text, StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static Nginx Start(string folder, IReadOnlyList<int> ports, string[] servers)
    {
        File.WriteAllText(ConfigurationOf(folder), Configuration(folder, ports, servers));
        return new Nginx(Start(folder), folder, ports);
    }

    private static ServerProcess Start(string folder, params string[] more) => ServerProcess.Start(
        new ProcessStartInfo("", ["-p", folder, "-c", ConfigurationOf(folder), "-e", "stderr", .. more]), "nginx-light", "nginx", "/usr/sbin/nginx");

    private async Task<bool> IsListeningAsync()
    {
        await Eventually.HoldsAsync(() => _process.HasExited || _process.Errors.Contains("start worker process ", StringComparison.Ordinal));
        return !_process.HasExited;
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }

    private static string ConfigurationOf(string folder) => Path.Combine(folder, "nginx.conf");

    private static string Configuration(string folder, IReadOnlyList<int> ports, string[] servers) =>
        $$"""
        daemon off;
        user {{Environment.UserName}};
        pid {{folder}}/nginx.pid;
        error_log stderr notice;
        worker_processes 1;
        worker_shutdown_timeout 2s;
        events { worker_connections 512; }
        http {
          access_log off;
          ssl_protocols TLSv1.2 TLSv1.3;
          client_body_temp_path {{folder}}/body;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
          keepalive_requests 1000000;
          {{string.Join('\n', servers.Select((server, i) => $"server {{ listen 127.0.0.1:{ports[i]} ssl; {server} }}"))}}
        }

        """;
}
