using Gateway.Core;
using Gateway.Tests.Support;
using Gateway.Webhook;

namespace Gateway.Tests.Delivery;

/// <summary>The guard stands where the connection is made: whatever the URL says, the address decides.</summary>
public sealed class RefusedAddressTests
{
    [Fact]
    public async Task A_name_that_resolves_to_a_refused_address_is_refused()
    {
        await using var site = await TargetSite.StartAsync();
        var url = new UriBuilder(site.Receiver.Url) { Host = "localhost" }.Uri;
        await using (var open = await PublisherHarness.StartAsync(new WebhookOptions { Url = url, Tls = new() { CaFile = site.AuthorityFile } }))
            Assert.Null(await open.FateAsync());

        await using var closed = await PublisherHarness.StartAsync(
            new WebhookOptions { Url = url, Tls = new() { CaFile = site.AuthorityFile }, AllowPrivateAddresses = false });
        var loss = await closed.FateAsync();

        Assert.Equal(LossReason.Connect, loss!.Reason);
        Assert.Contains("AllowPrivateAddresses", loss.Detail, StringComparison.Ordinal);
        Assert.Equal(1, site.Receiver.Connections);
    }

    [Theory]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("https://2852039166/latest")]
    [InlineData("https://0xA9.0xFE.0xA9.0xFE/latest")]
    [InlineData("https://[::ffff:169.254.169.254]/latest")]
    [InlineData("https://[fd00:ec2::254]/latest")]
    public async Task No_way_to_write_it_leads_to_a_metadata_service(string url)
    {
        await using var publisher = await PublisherHarness.StartAsync(new WebhookOptions { Url = new Uri(url) });
        var loss = await publisher.FateAsync();

        Assert.Equal(LossReason.Connect, loss!.Reason);
        Assert.Contains("never connected to", loss.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_server_is_under_the_same_guard()
    {
        await using var site = await TargetSite.StartAsync();
        await using var publisher = await PublisherHarness.StartAsync(site.Options(oauth2: new()
        {
            TokenUrl = new Uri("https://169.254.169.254/token"),
            ClientId = "gateway",
            ClientSecret = new Core.Secret("the client's secret"),
        }));
        var loss = await publisher.FateAsync();

        Assert.Equal(LossReason.Token, loss!.Reason);
        Assert.Contains("never connected to", loss.Detail, StringComparison.Ordinal);
        Assert.Empty(site.Receiver.Transcripts.Snapshot());
    }
}
