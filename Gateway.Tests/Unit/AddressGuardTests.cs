using System.Net;
using Gateway.Webhook.Connection;

namespace Gateway.Tests.Unit;

public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("169.254.169.254")] // the metadata service of most clouds
    [InlineData("169.254.170.2")]
    [InlineData("169.254.0.1")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("192.0.0.192")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fd20:ce::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("febf::1")]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("::")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:169.254.169.254")] // mapped
    [InlineData("64:ff9b::169.254.169.254")] // NAT64
    [InlineData("64:ff9b:1::169.254.169.254")] // NAT64 of the local network
    [InlineData("2002:a9fe:a9fe::1")] // 6to4
    [InlineData("::ffff:0.0.0.0")]
    public void Special_addresses_are_refused_in_any_case(string address)
    {
        Assert.NotNull(AddressGuard.Refusal(IPAddress.Parse(address), allowPrivate: true));
        Assert.NotNull(AddressGuard.Refusal(IPAddress.Parse(address), allowPrivate: false));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("::1")]
    [InlineData("10.0.0.1")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fec0::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("2002:0a00:0001::1")]
    public void Private_addresses_are_refused_only_when_they_are_closed(string address)
    {
        Assert.Null(AddressGuard.Refusal(IPAddress.Parse(address), allowPrivate: true));
        Assert.NotNull(AddressGuard.Refusal(IPAddress.Parse(address), allowPrivate: false));
    }

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("169.253.255.255")]
    [InlineData("100.63.255.255")]
    [InlineData("223.255.255.255")]
    [InlineData("2001:db8::1")]
    [InlineData("::ffff:192.0.2.1")]
    [InlineData("64:ff9b::192.0.2.1")]
    [InlineData("2002:c000:0201::1")]
    public void Public_addresses_are_not_refused(string address) => Assert.Null(AddressGuard.Refusal(IPAddress.Parse(address), allowPrivate: false));
}
