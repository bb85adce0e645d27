using Gateway.Core;

namespace Gateway.Simulator.Twilio;

/// <summary>Makes names as Twilio does: two letters and 32 hexadecimal digits.</summary>
internal static class TwilioSid
{
    /// <summary>A new call.</summary>
    public static CallSid NewCall(Random random) => CallSid.Parse("CA" + Digits(random));

    /// <summary>A new stream.</summary>
    public static StreamSid NewStream(Random random) => StreamSid.Parse("MZ" + Digits(random));

    private static string Digits(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
