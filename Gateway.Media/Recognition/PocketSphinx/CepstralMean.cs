namespace Gateway.Media.Recognition.PocketSphinx;

/// <summary>
/// The average spectrum of a voice on its line, which the decoder subtracts before it compares sounds. It drifts towards each speaker as
/// they talk, and belongs to that speaker: carried over to another call it would spoil the first words there.
/// </summary>
internal static class CepstralMean
{
    /// <summary>
    /// A new copy of where every speaker starts: the mean of voices at about -20 dBFS through mu-law and <see cref="SpectralFolding"/>. The
    /// model's own starting point is that of a wide-band microphone and costs accuracy in the first utterances.
    /// </summary>
    public static float[] OfTelephoneSpeech() => [45.5f, -4.0f, 4.0f, 6.3f, 4.0f, -5.0f, 1.0f, -2.8f, -6.6f, 0.8f, -4.6f, 1.5f, 0.65f];
}
