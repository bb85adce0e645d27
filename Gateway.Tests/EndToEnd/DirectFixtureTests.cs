using System.Net.WebSockets;

namespace Gateway.Tests.EndToEnd;

/// <summary>Every file in Protocol/DirectFixtures is a dialogue with a whole gateway over TLS (api.md 7.3 to 7.8). Adding a case is adding a file.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class DirectFixtureTests(ExportingGateway gateway) : IClassFixture<ExportingGateway>
{
    public static TheoryData<string> Dialogues => new(DirectFixture.NamesIn(""));

    [Theory]
    [MemberData(nameof(Dialogues))]
    public Task A_dialogue_goes_as_its_file_says(string name) => PlayAsync(gateway, DirectFixture.Read(name));

    [Fact]
    public void There_are_dialogues_and_each_cites_its_rule()
    {
        Assert.True(DirectFixture.NamesIn("").Count() >= 120);
        Assert.All(new[] { "", "AlwaysRedact", "Vocabulary" }.SelectMany(DirectFixture.NamesIn), name =>
            Assert.Contains(DirectFixture.Read(name).Remarks, remark => remark.Contains("api.md 7", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("> sing")]
    [InlineData("> audio some bytes")]
    [InlineData("< transcript")]
    [InlineData("close 1000")]
    [InlineData("> {\"phrase\":\"{{leters 5}}\"}")]
    public void A_line_of_no_known_kind_is_noticed(string line) => Assert.Throws<FormatException>(() => DirectFixture.Parse(line, "< close 1000"));

    [Fact]
    public void A_dialogue_without_an_end_is_noticed() => Assert.Throws<FormatException>(() => DirectFixture.Parse("> audio 320 bytes"));

    [Theory]
    [InlineData("< close 1000")]
    [InlineData("""< {"message":"finalResponse","status":{"code":"4040"}}""", "< close 1000")]
    [InlineData("""< {"message":"finalResponse","status":{"code":4056}}""", "< close 1000")]
    [InlineData("""< {"message":"finalResponse","status":{"code":"4056","reason":"*"}}""", "< close 1000")]
    [InlineData("""< {"message":"finalResponse","status":{"description":"@absent"}}""", "< close 1000")]
    [InlineData("""< {"message":"finalResponse","status":{"code":"@once","description":"@once"}}""", "< close 1000")]
    [InlineData("""< {"message":"finalResponse","status":{"description":"#"}}""", "< close 1000")]
    [InlineData("""< {"message":"finalResponse"}""", "< close 1001")]
    public async Task A_dialogue_that_goes_otherwise_is_noticed(params string[] expected)
    {
        var fixture = DirectFixture.Parse([.. new[] { """> {"message":"finishStream"}""" }, .. expected]);
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => PlayAsync(gateway, fixture));
    }

    /// <summary>Plays the lines in order. Whatever the gateway sends is one of them, so nothing can be left over.</summary>
    internal static async Task PlayAsync(GatewayFixture gateway, DirectFixture fixture)
    {
        using var client = await DirectSocket.ConnectAsync(gateway);
        var expectation = new DirectExpectation();
        DirectMessage? unread = null;
        foreach (var line in fixture.Lines)
        {
            switch (line)
            {
                case DirectLine.Sends text:
                    for (var i = 0; i < text.Pieces.Count; i++)
                        await client.SendAsync(text.Pieces[i], WebSocketMessageType.Text, last: i == text.Pieces.Count - 1);
                    break;
                case DirectLine.Plays speech:
                    await client.PlayAsync(speech.Audio, speech.FrameBytes);
                    break;
                case DirectLine.Silence silence:
                    for (var i = 0; i < silence.Frames; i++)
                        await client.SendAsync(new byte[silence.FrameBytes], WebSocketMessageType.Binary);
                    break;
                case DirectLine.Answers answer:
                    unread ??= await client.ReceiveAsync();
                    var difference = unread.Json is { } json ? expectation.DifferenceOf(answer.Expected, json) : "no message";
                    Assert.True(difference is null || answer.Optional, $"{difference}{Environment.NewLine}expected {answer.Expected}{Environment.NewLine}came     {unread}");
                    if (difference is null)
                        unread = null;
                    break;
                case DirectLine.Closes end:
                    unread ??= await client.ReceiveAsync();
                    Assert.True(unread.Close == end.Code, $"expected close {(int)end.Code}, came {unread}");
                    break;
            }
        }

        await client.CloseAsync();
    }
}
