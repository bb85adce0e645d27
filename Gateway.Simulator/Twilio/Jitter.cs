namespace Gateway.Simulator.Twilio;

/// <summary>How evenly a stream's frames are stamped and sent.</summary>
internal enum Jitter
{
    /// <summary>One frame of each track every 20 ms, timestamps 20 ms apart.</summary>
    None,

    /// <summary>
    /// As measured on live calls: timestamps are off by up to 3 ms, frames by a few, and now and then nothing comes for 233 ms, followed
    /// by everything that was held back. No audio is lost.
    /// </summary>
    Network,
}
