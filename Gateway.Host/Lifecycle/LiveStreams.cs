namespace Gateway.Host.Lifecycle;

/// <summary>What goes on in the process at one moment.</summary>
/// <param name="Calls">Media streams of calls, those included that have not said which call they belong to, and those whose last words are being recognised.</param>
/// <param name="Direct">Direct streams, likewise.</param>
internal readonly record struct LiveStreams(int Calls, int Direct)
{
    public bool Any => Calls > 0 || Direct > 0;

    /// <summary>Such as <c>3 calls, 1 direct stream</c>.</summary>
    public override string ToString() => $"{Calls} call{(Calls == 1 ? "" : "s")}, {Direct} direct stream{(Direct == 1 ? "" : "s")}";
}
