using Gateway.Media.Recognition;

namespace Gateway.Host;

/// <summary>The speech engines of this build: those that every build has, and those that a build includes with a file of their own beside this one.</summary>
internal static partial class Recognizers
{
    /// <summary>Their names, in the order in which they are told to people.</summary>
    public static IReadOnlyList<string> Names { get; } = AllNames();

    /// <summary>Registers those that are not in Gateway.Media, each as a keyed <see cref="IRecognizer"/> under its name.</summary>
    public static void Add(IServiceCollection services, GatewayOptions options) => AddWhisper(services, options);

    static partial void AddWhisper(IServiceCollection services, GatewayOptions options);

    static partial void NameWhisper(List<string> names);

    private static List<string> AllNames()
    {
        List<string> names = [.. RecognizerNames.Known];
        NameWhisper(names);
        return names;
    }
}
