using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Gateway.Host.Recovery;

/// <summary>A form that remembers whether it was begun to be sent: as long as it was not, nobody can have acted on it. For one request.</summary>
internal sealed class TrackedForm : ByteArrayContent
{
    private int _begun;

    /// <param name="form">The encoded form, ASCII.</param>
    public TrackedForm(string form)
        : base(Encoding.ASCII.GetBytes(form)) => Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");

    /// <summary>Whether a byte of it may have left.</summary>
    public bool Begun => Volatile.Read(ref _begun) != 0;

    /// <summary>Encodes parameters in their order; a blank becomes <c>%20</c>.</summary>
    public static string Encode(IEnumerable<(string Name, string Value)> parameters) =>
        string.Join('&', parameters.Select(parameter => $"{Uri.EscapeDataString(parameter.Name)}={Uri.EscapeDataString(parameter.Value)}"));

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        Volatile.Write(ref _begun, 1);
        return base.SerializeToStreamAsync(stream, context);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _begun, 1);
        return base.SerializeToStreamAsync(stream, context, cancellationToken);
    }
}
