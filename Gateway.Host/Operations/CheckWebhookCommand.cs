using Gateway.Host.Configuration;
using Gateway.Webhook;

namespace Gateway.Host.Operations;

/// <summary>The verb <c>check-webhook</c>: tries the configured way to the target and prints each step.</summary>
internal static class CheckWebhookCommand
{
    /// <summary>Its name on the command line.</summary>
    public const string Verb = "check-webhook";

    /// <returns>0 when every step passed, 1 when one did not, 78 when no target is configured.</returns>
    /// <exception cref="ConfigurationException">The configuration has mistakes.</exception>
    public static async Task<int> RunAsync(GatewayOptions options, TextWriter output)
    {
        if (options.Webhook.Url is null)
        {
            await output.WriteLineAsync("No target is configured (Gateway:Webhook:Url): utterances are not posted.");
            return GatewayHost.MisconfiguredExitCode;
        }

        var passed = true;
        await foreach (var step in new WebhookCheck(options.Webhook, TimeProvider.System).RunAsync())
        {
            await output.WriteLineAsync($"{(step.Passed ? "ok    " : "FAILED")}  {step.Name}: {CommandLine.OnOneLine(step.Detail)}");
            passed &= step.Passed;
        }

        return passed ? 0 : 1;
    }
}
