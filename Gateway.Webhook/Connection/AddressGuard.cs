using System.Net;
using System.Net.Sockets;

namespace Gateway.Webhook.Connection;

/// <summary>Which addresses may be connected to. Asked about the address itself, after name resolution: a name can point anywhere.</summary>
internal static class AddressGuard
{
    private static readonly IPNetwork[] NeverAllowed =
    [
        // Link-local, where clouds answer with credentials; the last two are such services outside of it.
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("fd00:ec2::254/128"), IPNetwork.Parse("100.100.100.200/32"),
        // No host: unspecified, multicast, broadcast.
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("::/128"), IPNetwork.Parse("224.0.0.0/3"), IPNetwork.Parse("ff00::/8"),
    ];

    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("fc00::/7"),
    ];

    /// <summary>Why <paramref name="address"/> may not be connected to, or null when it may.</summary>
    public static string? Refusal(IPAddress address, bool allowPrivate)
    {
        // An IPv4 address dressed as IPv6 (mapped, NAT64, 6to4) reaches the same host.
        var plain = Unwrap(address);
        return Array.Exists(NeverAllowed, network => network.Contains(plain)) ? "link-local and special addresses are never connected to"
            : !allowPrivate && Array.Exists(Private, network => network.Contains(plain)) ? "private addresses are closed (Gateway:Webhook:AllowPrivateAddresses)"
            : null;
    }

    private static IPAddress Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) ? new IPAddress(bytes.AsSpan(12, 4))
            : bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x20, 0x02]) ? new IPAddress(bytes.AsSpan(2, 4))
            : address;
    }
}

/// <summary>The name resolved to nothing that may be connected to. The message says which address and why.</summary>
internal sealed class AddressRefusedException(string message) : IOException(message);
