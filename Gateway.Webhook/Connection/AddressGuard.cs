using System.Net;
using System.Net.Sockets;

namespace Gateway.Webhook.Connection;

/// <summary>
/// Which addresses may be connected to. Asked about the address itself, after name resolution: a name can point anywhere.
/// </summary>
internal static class AddressGuard
{
    private static readonly IPNetwork[] NeverAllowed =
    [
        // Link-local, where clouds answer with credentials.
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("fe80::/10"),
        // Such services outside of it.
        IPNetwork.Parse("fd00:ec2::254/128"), IPNetwork.Parse("fd20:ce::254/128"), IPNetwork.Parse("100.100.100.200/32"), IPNetwork.Parse("168.63.129.16/32"),
        IPNetwork.Parse("192.0.0.192/32"),
        // No host: unspecified, multicast, broadcast.
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("::/128"), IPNetwork.Parse("224.0.0.0/3"), IPNetwork.Parse("ff00::/8"),
    ];

    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fec0::/10"),
    ];

    /// <summary>The well-known prefix of NAT64 and the one for local use (RFC 6052, RFC 8215).</summary>
    private static readonly IPNetwork[] Nat64 = [IPNetwork.Parse("64:ff9b::/96"), IPNetwork.Parse("64:ff9b:1::/48")];

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
        return Nat64.Any(network => network.Contains(address)) ? new IPAddress(bytes.AsSpan(12, 4))
            : bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x20, 0x02]) ? new IPAddress(bytes.AsSpan(2, 4))
            : address;
    }
}

/// <summary>The name resolved to nothing that may be connected to. The message says which address and why.</summary>
internal sealed class AddressRefusedException(string message) : IOException(message);
