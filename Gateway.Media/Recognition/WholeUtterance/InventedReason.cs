namespace Gateway.Media.Recognition.WholeUtterance;

/// <summary>Why a piece of text is not believed.</summary>
internal enum InventedReason
{
    /// <summary>The engine itself thinks that nobody spoke, and is unsure of the text.</summary>
    NoSpeech,

    /// <summary>The same words again and again.</summary>
    Repetition,

    /// <summary>More than anybody can say in the time that the audio lasts.</summary>
    TooFast,

    /// <summary>The name of a sound, such as "[BLANK_AUDIO]" or "(music)".</summary>
    SoundMark,
}
