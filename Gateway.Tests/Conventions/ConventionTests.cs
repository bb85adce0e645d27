using System.Reflection;
using System.Text.RegularExpressions;
using Gateway.Tests.Support;

namespace Gateway.Tests.Conventions;

/// <summary>What the house is built by, checked without a reviewer.</summary>
public sealed partial class ConventionTests
{
    private static readonly Dictionary<string, (Assembly Assembly, string[] MayUse)> Rooms = new()
    {
        ["Gateway.Core"] = (typeof(Core.CallSid).Assembly, []),
        ["Gateway.Media"] = (typeof(Media.MediaMetrics).Assembly, ["Gateway.Core"]),
        ["Gateway.Webhook"] = (typeof(Webhook.WebhookOptions).Assembly, ["Gateway.Core"]),
        ["Gateway.Transcripts"] = (typeof(Transcripts.ITranscriptStore).Assembly, ["Gateway.Core"]),
        ["Gateway.Simulator"] = (typeof(Simulator.Audio.WavReader).Assembly, ["Gateway.Core"]),
        ["Gateway.Host"] = (typeof(Host.GatewayHost).Assembly, ["Gateway.Core", "Gateway.Media", "Gateway.Transcripts", "Gateway.Webhook"]),
    };

    private static readonly string[] EmptySuffixes = ["Manager", "Helper", "Helpers", "Util", "Utils", "Service", "Impl", "Base", "Data", "Info"];

    public static TheoryData<string> RoomNames => new(Rooms.Keys);

    private static IEnumerable<Type> AllTypes => Rooms.Values.SelectMany(room => room.Assembly.GetTypes())
        .Where(type => type.Namespace?.StartsWith("Gateway", StringComparison.Ordinal) == true && !type.Name.Contains('<', StringComparison.Ordinal)
            && type.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null
            && type.GetCustomAttribute<System.CodeDom.Compiler.GeneratedCodeAttribute>() is null);

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void A_room_uses_only_the_rooms_below_it(string room)
    {
        var used = Rooms[room].Assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Gateway.", StringComparison.Ordinal));

        Assert.Subset(Rooms[room].MayUse.ToHashSet(), used.ToHashSet());
    }

    [Fact]
    public void Classes_are_sealed_abstract_or_static() => Assert.Empty(AllTypes.Where(type => type.IsClass && !type.IsSealed && !type.IsAbstract).Select(type => type.FullName));

    [Fact]
    public void No_name_ends_in_a_word_that_says_nothing() =>
        Assert.Empty(AllTypes.Where(type => EmptySuffixes.Any(suffix => type.Name.EndsWith(suffix, StringComparison.Ordinal))).Select(type => type.FullName));

    [Fact]
    public void Async_methods_say_so() => Assert.Empty(
        from type in AllTypes
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where typeof(Task).IsAssignableFrom(method.ReturnType) || method.ReturnType.Name.StartsWith("ValueTask", StringComparison.Ordinal)
        where !method.Name.EndsWith("Async", StringComparison.Ordinal) && !method.Name.Contains('<', StringComparison.Ordinal) && !method.Name.StartsWith("get_", StringComparison.Ordinal)
        select $"{type.FullName}.{method.Name}");

    [Fact]
    public void Interfaces_are_the_doors_and_nothing_else() => Assert.Equal(
        ["IConversationLog", "IRecognition", "IRecognizer", "ITranscriptStore", "IUtteranceSink"],
        AllTypes.Where(type => type.IsInterface).Select(type => type.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void No_file_is_longer_than_400_lines() =>
        Assert.Empty(SourceFiles().Where(file => File.ReadLines(file).Count() > 400).Select(Path.GetFileName));

    [Fact]
    public void Namespaces_equal_folders() => Assert.Empty(
        from file in SourceFiles()
        let declared = NamespaceLine().Match(File.ReadAllText(file))
        where declared.Success
        let folder = Path.GetRelativePath(TestPaths.Repository, Path.GetDirectoryName(file)!).Replace('/', '.')
        where declared.Groups[1].Value != folder
        select $"{file}: {declared.Groups[1].Value}");

    [Fact]
    public void Log_event_ids_are_used_once()
    {
        var ids = SourceFiles().SelectMany(file => EventId().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToList();

        Assert.Empty(ids.GroupBy(id => id).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    private static IEnumerable<string> SourceFiles() =>
        Directory.EnumerateDirectories(TestPaths.Repository, "Gateway.*")
            .SelectMany(room => Directory.EnumerateFiles(room, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/node_modules/", StringComparison.Ordinal));

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\[LoggerMessage\((\d+),")]
    private static partial Regex EventId();
}
