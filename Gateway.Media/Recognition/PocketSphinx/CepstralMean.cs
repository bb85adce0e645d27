namespace Gateway.Media.Recognition.PocketSphinx;

/// <summary>
/// The average spectrum of a voice on its line, which the decoder subtracts before it compares sounds. It drifts towards each speaker as they
/// talk, and belongs to that speaker: carried over to another call it would spoil the first words there.
/// </summary>
internal static class CepstralMean
{
    /// <summary>A new copy of where every speaker starts.</summary>
    public static float[] OfTelephoneSpeech() => [41.00f, -5.29f, -0.12f, 5.09f, 2.48f, -4.07f, -1.37f, -1.78f, -5.08f, -2.05f, -6.45f, -1.42f, 1.17f];
}
