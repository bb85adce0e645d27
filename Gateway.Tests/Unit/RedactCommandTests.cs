using Gateway.Host;
using Gateway.Host.Operations;
using Gateway.Media.Text.Redaction;

namespace Gateway.Tests.Unit;

/// <summary>What the verb <c>redact</c> shows of a conversation in a file.</summary>
public sealed class RedactCommandTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly StringWriter _output = new();

    public void Dispose()
    {
        File.Delete(_file);
        _output.Dispose();
    }

    [Fact]
    public async Task It_prints_what_would_be_delivered_and_which_rule_masked_what()
    {
        var code = await RunAsync("agent: what is your pin\ncustomer: four two four two\n\nagent: that will be seventy dollars\n");

        Assert.Equal(0, code);
        Assert.Equal(
            ["0:00 agent: What is your PIN?", "0:05 customer: ####.", "       PIN: 4242", "0:10 agent: That will be $70."],
            Lines);
    }

    [Fact]
    public async Task Times_and_roles_may_stand_before_what_is_said_and_context_expires_by_them()
    {
        var code = await RunAsync("0:00 Agent: what is your pin\n12:59 four two four two\n");

        Assert.Equal(0, code);
        Assert.Equal(["0:00 agent: What is your PIN?", "12:59 customer: 4242."], Lines);
    }

    [Fact]
    public async Task Rules_of_the_configuration_are_tried()
    {
        var options = new GatewayOptions { Redaction = new RedactionOptions { Rules = [new CustomRuleOptions { Name = "contract", Pattern = "kv[0-9]+" }] } };

        await RunAsync("my contract is k v one two three", options);

        Assert.Equal(["0:00 customer: My contract is #####.", "       contract: KV123"], Lines);
    }

    [Fact]
    public async Task A_conversation_does_not_go_backwards()
    {
        var code = await RunAsync("0:10 agent: hello\n0:09 agent: hello");

        Assert.Equal((1, "Line 2 was spoken before the line above it."), (code, Lines[^1]));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        File.Delete(_file);

        var code = await RedactCommand.RunAsync(new GatewayOptions(), _file, "en-US", _output);

        Assert.Equal(1, code);
        Assert.StartsWith($"'{_file}' cannot be read: ", Lines[0], StringComparison.Ordinal);
    }

    private string[] Lines => _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private async Task<int> RunAsync(string conversation, GatewayOptions? options = null)
    {
        await File.WriteAllTextAsync(_file, conversation);
        return await RedactCommand.RunAsync(options ?? new GatewayOptions(), _file, "en-US", _output);
    }
}
