using System.Security.Cryptography;
using System.Text;
using Gateway.Core;

namespace Gateway.Simulator.Twilio;

/// <summary>Signs as Twilio does.</summary>
internal static class TwilioSignature
{
    /// <summary>The <c>X-Twilio-Signature</c> of an upgrade: a GET without parameters, so only the URL counts.</summary>
    public static string OfUpgrade(Secret authToken, string url) =>
        // HMAC-SHA1 is what Twilio prescribes.
#pragma warning disable CA5350
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken.Reveal()), Encoding.UTF8.GetBytes(url)));
#pragma warning restore CA5350
}
