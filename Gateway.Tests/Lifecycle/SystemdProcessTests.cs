using System.Globalization;
using Gateway.Host.Lifecycle;
using Gateway.Tests.EndToEnd;
using Gateway.Tests.Support;

namespace Gateway.Tests.Lifecycle;

/// <summary>What the process tells systemd, on a real socket.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class SystemdProcessTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_whole_life_is_told_in_order(bool isAbstract)
    {
        await using var gateway = await SignalledGateway.PrepareAsync();
        var address = isAbstract ? $"@{Path.GetFileName(gateway.Folder)}" : Path.Combine(gateway.Folder, "notify");
        await using var systemd = new SystemdListener(address);
        await gateway.RunAsync(new Dictionary<string, string> { ["NOTIFY_SOCKET"] = address, ["WATCHDOG_USEC"] = "200000" });
        await Patience.UntilAsync(() => systemd.Count("WATCHDOG=1") >= 3, "the watchdog is fed again and again");

        var before = SystemdSocket.MonotonicMicroseconds();
        await gateway.Process.SignalAsync("HUP");
        await Patience.UntilAsync(() => systemd.Count("READY=1") == 2, "it has reloaded");
        var reloading = Assert.Single(systemd.Datagrams, datagram => datagram.StartsWith("RELOADING=1\nMONOTONIC_USEC=", StringComparison.Ordinal));
        Assert.InRange(long.Parse(reloading[(reloading.LastIndexOf('=') + 1)..], CultureInfo.InvariantCulture), before, SystemdSocket.MonotonicMicroseconds());

        await using var call = await gateway.DialAsync();
        await gateway.BeginDrainAsync();
        await Patience.UntilAsync(() => systemd.Lines.Contains("STATUS=Draining: 1 call, 0 direct streams"), "it drains");
        Assert.Equal(1, systemd.Count("STOPPING=1"));
        var fed = systemd.Count("WATCHDOG=1");
        await Patience.UntilAsync(() => systemd.Count("WATCHDOG=1") > fed, "the watchdog is fed while it drains");
        await call.StopAsync(Patience.Limit, CancellationToken.None);
        Assert.Equal(0, await gateway.Process.EndAsync());

        string[] milestones = ["STATUS=Not ready: the recogniser is being warmed up", "READY=1", "STATUS=Ready: 0 calls, 0 direct streams", "WATCHDOG=1", "RELOADING=1", "STOPPING=1",
            "STATUS=Draining: 1 call, 0 direct streams", "STATUS=Ending: the last words are recognised and delivered"];
        await Patience.UntilAsync(() => systemd.Lines.Contains(milestones[^1]), "all has been read");
        var places = milestones.Select(milestone => systemd.Lines.ToList().IndexOf(milestone)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }
}
