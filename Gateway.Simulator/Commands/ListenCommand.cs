using System.CommandLine;
using System.Net;

namespace Gateway.Simulator.Commands;

/// <summary><c>listen</c>: a webhook target that prints the conversation.</summary>
internal static class ListenCommand
{
    public static Command Create(TimeProvider time)
    {
        var address = new Option<IPAddress>("--address")
        {
            Description = "The address to listen on.",
            CustomParser = static argument =>
            {
                if (IPAddress.TryParse(argument.Tokens[0].Value, out var parsed))
                    return parsed;
                argument.AddError("Not an IP address.");
                return null;
            },
            DefaultValueFactory = static _ => IPAddress.Loopback,
        };
        var port = new Option<int>("--port") { Description = "The port to listen on; 0 takes a free one.", DefaultValueFactory = static _ => 9443 };
        var options = new ReceiverOptions(prefix: "", secretPrefix: "");
        var command = new Command("listen", "Receives transcripts and prints them until Ctrl-C.") { address, port };
        options.AddTo(command);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var endpoint = new IPEndPoint(arguments.GetRequiredValue(address), arguments.GetRequiredValue(port));
            var (receiver, certificate) = await options.StartAsync(arguments, endpoint, time, cancellationToken);
            using (certificate)
            await using (receiver)
            {
                Console.WriteLine($"Gateway__Webhook__Url={receiver.Url}");
                await Conversation.PrintAsync(
                    receiver.Transcripts, static transcript => transcript.Message.AutotranscribeResponse.Start, Console.Out, cancellationToken);
                if (receiver.Unauthorized + receiver.Malformed > 0)
                    Console.WriteLine($"refused: {receiver.Unauthorized} without the secret, {receiver.Malformed} that were no transcripts");
            }
            return ExitCode.Success;
        });
        return command;
    }
}
