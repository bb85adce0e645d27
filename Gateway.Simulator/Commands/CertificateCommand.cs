using System.CommandLine;
using Gateway.Simulator.Webhook;

namespace Gateway.Simulator.Commands;

/// <summary><c>certificate</c>: makes what a receiver needs, once.</summary>
internal static class CertificateCommand
{
    public static Command Create(TimeProvider time)
    {
        var folder = new Option<string>("--out")
        {
            Description = "The folder to write ca.pem, server.pem and server.key to.",
            Required = true,
        };
        var names = new Option<string[]>("--name")
        {
            Description = "A host name or address of the receiver, besides localhost. May be repeated.",
        };
        var command = new Command(
            "certificate", "Makes a webhook receiver's certificate and the CA that the gateway is to trust.") { folder, names };
        command.SetAction(arguments =>
        {
            using var certificate = ReceiverCertificate.Create(time, arguments.GetValue(names) ?? []);
            var path = Path.GetFullPath(arguments.GetRequiredValue(folder));
            certificate.Save(path);
            Console.WriteLine($"Gateway__Webhook__Tls__CaFile={Path.Combine(path, ReceiverCertificate.AuthorityFile)}");
            return ExitCode.Success;
        });
        return command;
    }
}
