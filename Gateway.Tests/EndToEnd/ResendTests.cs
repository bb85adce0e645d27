using Gateway.Core;
using Gateway.Host;
using Gateway.Host.Operations;
using Gateway.Simulator.Webhook;

namespace Gateway.Tests.EndToEnd;

/// <summary>A target that has lost messages, or never took them, gets them once more.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class ResendTests(ResendTests.Signing gateway) : IClassFixture<ResendTests.Signing>
{
    [Fact]
    public async Task All_messages_are_posted_in_order_and_as_they_were_the_first_time()
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        await call.HearsAsync(Spoken.TakesTheOffer);
        await call.HearsAsync(Spoken.LooksUp);
        await call.StopsAsync();
        var first = await call.TranscriptsAsync(2);

        Assert.Equal((0, "The target took 2 messages.\n"), await ResendAsync(call.Sid));

        var all = await call.TranscriptsAsync(4);
        Assert.Equal(first.Select(each => each.Json), all.Skip(2).Select(each => each.Json));
        Assert.Equal(first.Select(each => each.Headers["webhook-id"]), all.Skip(2).Select(each => each.Headers["webhook-id"]));
    }

    [Fact]
    public async Task Only_what_was_not_delivered_is_posted_when_that_is_asked_for()
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        await call.HearsAsync(Spoken.TakesTheOffer);
        await call.TranscriptsAsync(1);
        Assert.Equal((1, "There is nothing to send.\n"), await ResendAsync(call.Sid, onlyUndelivered: true));

        gateway.Receiver.Answer = new WebhookAnswer { Status = 503, Once = true };
        await call.HearsAsync(Spoken.LooksUp);
        await call.StopsAsync();
        var lost = (await call.TranscriptsAsync(2))[1];
        await Patience.UntilAsync(
            async () => (await gateway.Store.EventsOfAsync(call.Sid.ToString(), CancellationToken.None)).OfType<Loss>().Any(), "the loss is on the record");

        Assert.Equal((0, "The target took 1 messages.\n"), await ResendAsync(call.Sid, onlyUndelivered: true));
        var again = (await call.TranscriptsAsync(3))[2];
        Assert.Equal((lost.Json, lost.Headers["webhook-id"]), (again.Json, again.Headers["webhook-id"]));
    }

    [Fact]
    public async Task A_target_that_refuses_is_told_on_one_line_and_what_follows_is_not_sent()
    {
        var call = gateway.NewCall();
        foreach (var minute in Enumerable.Range(0, 3))
            await gateway.SaidAsync(call, gateway.At(9, minute), $"Sentence {minute}.");
        gateway.Receiver.Choose = transcript => transcript.Message.Text.Contains('1', StringComparison.Ordinal) ? new WebhookAnswer { Status = 500, Body = AnswerBody.Echo } : null;
        var (code, output) = await ResendAsync(call);
        gateway.Receiver.Choose = null;

        Assert.Equal(1, code);
        Assert.EndsWith("1 were taken before it; the rest was not sent.\n", output, StringComparison.Ordinal);
        Assert.Contains("status 500", output, StringComparison.Ordinal);
        Assert.Equal(1, output.Count(character => character == '\n'));
        Assert.Equal(["Sentence 0.", "Sentence 1."], gateway.Receiver.Of(call).Snapshot().Select(each => each.Message.Text));
    }

    [Fact]
    public async Task A_conversation_that_nobody_knows_and_a_target_that_nobody_named_are_told()
    {
        Assert.Equal((1, "There is no such conversation.\n"), await ResendAsync(CallSid.Parse("CA00000000000000000000000000000404")));

        var options = GatewayHost.ReadOptions([.. gateway.Arguments.Where(argument => !argument.StartsWith("--Gateway:Webhook:", StringComparison.Ordinal))]);
        await using var output = new StringWriter { NewLine = "\n" };
        Assert.Equal(78, await ConversationCommands.ResendAsync(options, "x", onlyUndelivered: false, TimeProvider.System, output));
        Assert.Contains("Gateway:Webhook:Url", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_installed_program_resends()
    {
        var call = gateway.NewCall();
        await gateway.SaidAsync(call, gateway.At(10), "Good morning.");

        var run = await ProcessRun.ToEndAsync(InstalledProgram.Run(["resend", $"--conversation={call}", .. gateway.Arguments]), Patience.Limit);

        Assert.Equal((0, "The target took 1 messages.", ""), (run.ExitCode, run.Output.Split('\n')[0], run.Error));
        Assert.Equal("Good morning.", Assert.Single(gateway.Receiver.Of(call).Snapshot()).Message.Text);
    }

    private async Task<(int Code, string Output)> ResendAsync(CallSid call, bool onlyUndelivered = false)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        return (await ConversationCommands.ResendAsync(GatewayHost.ReadOptions(gateway.Arguments), call.ToString(), onlyUndelivered, TimeProvider.System, output), output.ToString());
    }

    /// <summary>Its messages bear names, and signatures.</summary>
    public sealed class Signing : ExportingGateway
    {
        protected override Dictionary<string, string?> Settings => new(base.Settings)
        {
            ["Gateway:Webhook:Signature:Key"] = "whsec_" + Convert.ToBase64String(new byte[32]),
        };
    }
}
