using System.Diagnostics;
using Gateway.Simulator.Audio;

namespace Gateway.Benchmarks.Speech;

/// <summary>Lets flite speak, once for each sentence and voice: what has been spoken is kept in a folder. The same version of flite gives the same samples.</summary>
/// <param name="folder">Where recordings are kept; made if need be.</param>
internal sealed class Synthesizer(string folder)
{
    /// <summary>The voices of the Debian package: two kinds of synthesis, men and a woman, two accents.</summary>
    public static readonly string[] Voices = ["rms", "slt", "awb", "kal16"];

    /// <summary>RMS level of what is spoken: -20 dB below full scale.</summary>
    private const double Level = 0.1 * short.MaxValue;

    /// <summary>Softer than this at its beginning and end is not speech: -46 dB.</summary>
    private const int Audible = (int)(0.005 * short.MaxValue);

    /// <summary>A sentence as 16-bit samples at 8 kHz, from its first audible sample to its last.</summary>
    /// <exception cref="IOException">flite is not installed, or failed.</exception>
    public short[] Say(string voice, string sentence)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{voice}-{string.Concat(sentence.Where(char.IsLetter))}.wav");
        if (!File.Exists(path))
            Speak(voice, sentence, path);
        var samples = Recording.Read(path);
        var first = Array.FindIndex(samples, sample => Math.Abs((int)sample) >= Audible);
        var last = Array.FindLastIndex(samples, sample => Math.Abs((int)sample) >= Audible);
        var spoken = samples[first..(last + 1)];
        var rms = Math.Sqrt(spoken.Average(sample => (double)sample * sample));
        return [.. spoken.Select(sample => (short)Math.Clamp(sample * Level / rms, short.MinValue, short.MaxValue))];
    }

    private static void Speak(string voice, string sentence, string path)
    {
        // Beside its place first: a run that is broken off leaves no half sentence.
        var unfinished = path + ".part";
        try
        {
            using var flite = Process.Start("flite", ["-voice", voice, "-t", sentence, "-o", unfinished]);
            flite.WaitForExit();
            if (flite.ExitCode != 0)
                throw new IOException($"flite failed with the voice {voice}.");
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new IOException("flite is not there: install the Debian package flite.", missing);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
