using Gateway.Core;
using Gateway.Host.Security;

namespace Gateway.Tests.EndToEnd;

/// <summary>Tokens as the gateway itself would have made them.</summary>
internal static class StreamTokens
{
    public static string Issue(Secret key, TimeSpan ago = default) => new StreamToken(key, null, TimeSpan.FromMinutes(5), new Earlier(ago)).Issue("tests");

    private sealed class Earlier(TimeSpan ago) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - ago;
    }
}
