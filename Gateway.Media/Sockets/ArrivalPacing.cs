namespace Gateway.Media.Sockets;

/// <summary>The door to the transport below a WebSocket, for a reader that need not be woken by every byte. Safe for concurrent use; no member throws or waits.</summary>
public abstract class ArrivalPacing
{
    /// <summary>Bytes that have arrived and are still to be read.</summary>
    public abstract int Waiting { get; }

    /// <summary>Wakes the reader when so much waits, or when the peer ends the connection. What waits already counts.</summary>
    /// <param name="bytes">At least 1; 1 is what a transport does anyway.</param>
    public abstract void WakeAt(int bytes);
}
