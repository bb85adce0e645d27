using System.Text.Json;
using Gateway.Host.Configuration;
using Gateway.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Packaging;

/// <summary>
/// Dockerfile, .dockerignore and compose.yaml agree with each other, with the repository and with the documents. What the Dockerfile does is tried by
/// <c>scripts/drill-container.sh</c>.
/// </summary>
public sealed class ContainerFilesTests
{
    private static readonly Lazy<Task<JsonElement>> Files = new(async () => (await Node.AskAsync(
        "containers.mjs", new { dockerfile = PathOf("Dockerfile"), compose = PathOf("compose.yaml") }))[0]);

    [Fact]
    public async Task A_linter_finds_nothing_in_the_Dockerfile() =>
        Assert.Empty((await Files.Value).GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()));

    [Fact]
    public async Task What_the_Dockerfile_copies_is_there_and_is_not_ignored()
    {
        var copied = (await InstructionsAsync("COPY")).Where(copy => copy.Flags.Length == 0).SelectMany(copy => copy.Arguments[..^1]).Distinct().ToList();
        var context = await ContextAsync([.. copied.SelectMany(FilesBelow)]);

        Assert.NotEmpty(copied);
        Assert.All(copied, path => Assert.True(File.Exists(PathOf(path)) || Directory.Exists(PathOf(path)), path));
        Assert.All(copied, path => Assert.True(context.Any(file => file == path || file.StartsWith(path + "/", StringComparison.Ordinal)), $"{path} is ignored."));
        Assert.Contains("Gateway.Host/appsettings.json", context);
    }

    [Fact]
    public async Task Every_room_that_the_gateway_uses_is_copied()
    {
        var copied = (await InstructionsAsync("COPY")).Where(copy => copy.Flags.Length == 0).SelectMany(copy => copy.Arguments[..^1]).ToHashSet();

        // What has a condition is not in the image's build.
        var rooms = await File.ReadAllTextAsync(PathOf("Gateway.Host/Gateway.Host.csproj"));
        var used = System.Text.RegularExpressions.Regex.Matches(rooms, @"ProjectReference Include=""\.\./([\w.]+)/[^""]*"" />").Select(match => match.Groups[1].Value).Append("Gateway.Host").ToList();
        Assert.True(used.Count > 3);
        Assert.All(used, room => Assert.Contains(room, copied));
        Assert.All(used, room => Assert.Contains($"{room}/{room}.csproj", copied));
    }

    [Theory]
    [InlineData("secrets/webhook")]
    [InlineData(".git/config")]
    [InlineData("state/api-key.json")]
    [InlineData("artifacts/bin/Gateway.Host/release/twilio-gateway.dll")]
    [InlineData("Gateway.Host/obj/project.assets.json")]
    [InlineData("Gateway.Tests/Node/package.json")]
    public async Task What_the_build_does_not_need_is_not_in_its_context(string path) => Assert.Empty(await ContextAsync([path]));

    [Fact]
    public async Task Ports_users_volumes_and_versions_are_the_same_everywhere()
    {
        var compose = (await Files.Value).GetProperty("compose");
        var gateway = compose.GetProperty("services").GetProperty("gateway");
        var port = (await OnlyAsync("EXPOSE")).Arguments[0];
        var volume = (await OnlyAsync("VOLUME")).Arguments[0];
        var user = (await OnlyAsync("USER")).Arguments[0];
        var document = await File.ReadAllTextAsync(PathOf("docs/container.md"));
        var version = System.Text.RegularExpressions.Regex.Match(await File.ReadAllTextAsync(PathOf("Directory.Build.props")), "<Version>(.*)</Version>").Groups[1].Value;

        Assert.Matches("^[1-9][0-9]*:[1-9][0-9]*$", user);
        Assert.Contains($"https://*:{port}", await File.ReadAllTextAsync(PathOf("Gateway.Host/appsettings.json")), StringComparison.Ordinal);
        Assert.EndsWith($":{port}", gateway.GetProperty("ports")[0].GetString(), StringComparison.Ordinal);
        Assert.EndsWith($":{volume}", gateway.GetProperty("volumes")[0].GetString(), StringComparison.Ordinal);
        Assert.All(new[] { port, volume, user, "/tmp" }, fact => Assert.Contains($"`{fact}`", document, StringComparison.Ordinal));
        Assert.Contains($"VERSION={version}", (await InstructionsAsync("ARG")).SelectMany(arg => arg.Arguments));
        Assert.EndsWith($":{version}", gateway.GetProperty("image").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_gives_no_service_more_than_it_needs()
    {
        var compose = (await Files.Value).GetProperty("compose");
        var secrets = compose.GetProperty("secrets").EnumerateObject().Select(secret => secret.Name).ToHashSet();
        foreach (var service in compose.GetProperty("services").EnumerateObject().Select(service => service.Value))
        {
            Assert.True(service.GetProperty("read_only").GetBoolean());
            Assert.Equal("ALL", service.GetProperty("cap_drop")[0].GetString());
            Assert.Equal("no-new-privileges:true", service.GetProperty("security_opt")[0].GetString());
            Assert.Subset(secrets, service.GetProperty("secrets").EnumerateArray().Select(secret => secret.GetString()!).ToHashSet());
        }

        var gateway = compose.GetProperty("services").GetProperty("gateway");
        Assert.Equal("service_healthy", gateway.GetProperty("depends_on").GetProperty("postgres").GetProperty("condition").GetString());
        Assert.True(compose.GetProperty("services").GetProperty("postgres").TryGetProperty("healthcheck", out _));
        Assert.Equal("16m", gateway.GetProperty("stop_grace_period").GetString());
    }

    [Fact]
    public async Task The_gateway_understands_the_settings_of_the_example() => Understands(
        (await Files.Value).GetProperty("compose").GetProperty("services").GetProperty("gateway").GetProperty("environment").EnumerateObject()
            .Select(setting => (setting.Name, setting.Value.GetString()!)));

    [Fact]
    public async Task The_gateway_understands_every_line_of_the_service_s_example() => Understands(
        from line in await File.ReadAllLinesAsync(PathOf("systemd/environment.example"))
        where line.StartsWith("#Gateway__", StringComparison.Ordinal) || line.StartsWith("#Kestrel__", StringComparison.Ordinal)
        let end = line.IndexOf('=', StringComparison.Ordinal)
        select (line[1..end], line[(end + 1)..]));

    /// <summary>Secrets are files that are not here, and origins are given when the example is started.</summary>
    private static void Understands(IEnumerable<(string Name, string Value)> settings)
    {
        var secret = Path.GetTempFileName();
        try
        {
            File.WriteAllText(secret, "a-secret-that-is-long-enough-for-everything");
            var given = settings.Where(setting => setting.Name.Contains("__", StringComparison.Ordinal)).ToList();
            Assert.True(given.Count > 5);
            OptionsReader.Read(new ConfigurationBuilder().AddJsonFile(PathOf("Gateway.Host/appsettings.json")).AddInMemoryCollection(given.Select(setting => KeyValuePair.Create<string, string?>(
                setting.Name.Replace("__", ":", StringComparison.Ordinal),
                setting.Name.EndsWith("File", StringComparison.Ordinal) ? secret
                    : setting.Value.StartsWith("${", StringComparison.Ordinal) ? "https://gateway.example.test" : setting.Value))).Build());
        }
        finally
        {
            File.Delete(secret);
        }
    }

    private static string PathOf(string path) => Path.Combine(TestPaths.Repository, path);

    private static IEnumerable<string> FilesBelow(string path) => Directory.Exists(PathOf(path))
        ? Directory.EnumerateFiles(PathOf(path), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(TestPaths.Repository, file))
        : [path];

    private static async Task<HashSet<string>> ContextAsync(IReadOnlyList<string> paths)
    {
        var run = await Node.RunAsync("dockerignore.mjs", string.Join('\n', paths), new Dictionary<string, string> { ["DOCKERIGNORE"] = PathOf(".dockerignore") });
        Assert.True(run.ExitCode == 0, run.Errors);
        return [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static async Task<Instruction> OnlyAsync(string keyword) => Assert.Single(await InstructionsAsync(keyword));

    private static async Task<IReadOnlyList<Instruction>> InstructionsAsync(string keyword) =>
    [
        .. from instruction in (await Files.Value).GetProperty("instructions").EnumerateArray()
           where instruction.GetProperty("keyword").GetString() == keyword
           select new Instruction(Texts(instruction, "arguments"), Texts(instruction, "flags")),
    ];

    private static string[] Texts(JsonElement instruction, string name) => [.. instruction.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];

    private sealed record Instruction(string[] Arguments, string[] Flags);
}
