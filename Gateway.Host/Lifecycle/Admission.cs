namespace Gateway.Host.Lifecycle;

/// <summary>
/// Whether new streams may come in. Shut when the process has been told to end, while those that are there go on. Whoever lets a stream in counts it first and asks
/// afterwards: then the drain, which shuts first and counts afterwards, misses none.
/// </summary>
internal sealed class Admission
{
    private volatile bool _shut;

    public bool IsShut => _shut;

    public void Shut() => _shut = true;
}
