namespace Gateway.Host.Lifecycle;

/// <summary>
/// Whether standard output, where the log goes, still takes what is written. A reader that has stopped reading blocks whoever writes: first the log, and with a log that
/// is not asynchronous everybody else. Used by one caller at a time.
/// </summary>
/// <param name="flush">Takes the lock that writers take, and returns at once when none of them is blocked.</param>
/// <param name="time">The clock.</param>
internal sealed class LogPulse(Action flush, TimeProvider time)
{
    private Task _probe = Task.CompletedTask;
    private long _began;

    /// <summary>How long the probe that is under way has been waiting; nearly zero when the log is written. The next probe begins when the one before has come back.</summary>
    public TimeSpan Feel()
    {
        if (_probe.IsCompleted)
        {
            _began = time.GetTimestamp();
            _probe = Task.Run(flush);
        }

        return _probe.IsCompleted ? TimeSpan.Zero : time.GetElapsedTime(_began);
    }
}
