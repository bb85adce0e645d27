using System.Buffers;
using System.Buffers.Text;
using Gateway.Media.Audio;

namespace Gateway.Media.Twilio;

/// <summary>Decodes the payloads of media messages. Allocates nothing once it has seen the longest one. Not safe for concurrent use.</summary>
internal sealed class MuLawPayload
{
    private byte[] _encoded = new byte[160];
    private short[] _samples = new short[160];

    /// <param name="payload">Base64 of mu-law bytes.</param>
    /// <param name="samples">The samples; valid until the next call.</param>
    /// <returns>False when it is no base64.</returns>
    public bool TryDecode(ReadOnlySpan<byte> payload, out ReadOnlySpan<short> samples)
    {
        samples = default;
        if (_encoded.Length < payload.Length)
            _encoded = new byte[payload.Length];
        if (Base64.DecodeFromUtf8(payload, _encoded, out _, out var length) != OperationStatus.Done)
            return false;
        if (_samples.Length < length)
            _samples = new short[length];
        MuLaw.Decode(_encoded.AsSpan(0, length), _samples);
        samples = _samples.AsSpan(0, length);
        return true;
    }
}
