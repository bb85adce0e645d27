using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Gateway.Host.Lifecycle;

/// <summary>
/// What the operating system tells the process while this exists. SIGTERM, SIGINT and SIGQUIT say that it is to end, and a second one that it is to wait for nobody;
/// SIGHUP says that files have changed. None of them ends the process by itself.
/// </summary>
internal sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenSource _hurry = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>One waits at most: whoever reads the files after it was raised has read what it was raised for.</summary>
    private readonly Channel<PosixSignal> _reloads = Channel.CreateBounded<PosixSignal>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public Signals() => _registrations =
    [
        .. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, TakeEnd)),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, TakeReload),
    ];

    /// <summary>Fires at the first signal to end.</summary>
    public CancellationToken End => _end.Token;

    /// <summary>Fires at the second one.</summary>
    public CancellationToken Hurry => _hurry.Token;

    /// <summary>An entry for each SIGHUP, or for several that came at the same time.</summary>
    public ChannelReader<PosixSignal> Reloads => _reloads.Reader;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private void TakeEnd(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (_end.IsCancellationRequested)
            _hurry.Cancel();
        else
            _end.Cancel();
    }

    private void TakeReload(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _reloads.Writer.TryWrite(signal.Signal);
    }
}
