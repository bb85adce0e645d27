using System.CommandLine;
using System.Security.Cryptography;
using Gateway.Simulator.Commands;

var simulator = new RootCommand("Plays Twilio and the customer against a running gateway.")
{
    CallCommand.Create(TimeProvider.System, new Random(RandomNumberGenerator.GetInt32(int.MaxValue))),
    StreamCommand.Create(TimeProvider.System, new Random(RandomNumberGenerator.GetInt32(int.MaxValue))),
    DrillCommand.Create(TimeProvider.System, new Random(RandomNumberGenerator.GetInt32(int.MaxValue))),
    ListenCommand.Create(TimeProvider.System),
    CertificateCommand.Create(TimeProvider.System),
};
var arguments = simulator.Parse(args);
if (arguments.Errors.Count > 0)
{
    foreach (var error in arguments.Errors)
        Console.Error.WriteLine($"gateway-simulator: {error.Message}");
    Console.Error.WriteLine("Try --help.");
    return ExitCode.Unusable;
}
try
{
    return await arguments.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.SecureConnectionError)
{
    // The outer message only refers to the inner one.
    Console.Error.WriteLine($"gateway-simulator: {e.GetBaseException().Message}");
    return ExitCode.Unusable;
}
catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException or CryptographicException or HttpRequestException)
{
    Console.Error.WriteLine($"gateway-simulator: {e.Message}");
    return ExitCode.Unusable;
}
catch (OperationCanceledException)
{
    return ExitCode.Interrupted;
}
