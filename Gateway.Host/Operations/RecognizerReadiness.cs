namespace Gateway.Host.Operations;

/// <summary>Whether the recogniser has been warmed up. Before that no transcription starts.</summary>
internal sealed class RecognizerReadiness
{
    private volatile bool _ready;

    public bool IsReady => _ready;

    public void Announce() => _ready = true;
}
