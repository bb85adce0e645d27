using System.ComponentModel.DataAnnotations;

namespace Gateway.Media.Recognition.PocketSphinx;

/// <summary>The embedded speech engine. Configuration section <c>Gateway:Recognition:PocketSphinx</c>.</summary>
public sealed class PocketSphinxOptions
{
    /// <summary>The directory that holds the US English model: <c>en-us/</c>, <c>en-us.lm.bin</c> and <c>cmudict-en-us.dict</c>.</summary>
    /// <value>Default: where the Debian package <c>pocketsphinx-en-us</c> puts it.</value>
    [Required]
    public string ModelDirectory { get; init; } = "/usr/share/pocketsphinx/model/en-us";

    /// <summary>
    /// The most people that may speak at the same moment and be recognised while they do; others are recognised when one of them pauses.
    /// A decoder takes about 105 MB; they are made when first needed and then kept. Each knows one vocabulary at a time: with more sessions that bring phrases of their own than
    /// decoders, their utterances begin 0.2 s late.
    /// </summary>
    /// <value>Default 24; 1 to 1024.</value>
    [Range(1, 1024)]
    public int MaxDecoders { get; init; } = 24;
}
