using System.ComponentModel;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Core;

/// <summary>A text that must never be printed. Only <see cref="Reveal"/> gives it out; everything else shows <c>***</c>.</summary>
[TypeConverter(typeof(SecretConverter))]
public sealed class Secret
{
    private readonly string _value;

    /// <summary>Wraps a text.</summary>
    /// <exception cref="ArgumentException"><paramref name="value"/> is null or empty: an empty secret protects nothing.</exception>
    public Secret(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        _value = value;
    }

    /// <summary>The text itself, for the one place that sends or checks it.</summary>
    public string Reveal() => _value;

    /// <summary>SHA-256 of the text's UTF-8 bytes: what is kept when only comparing is needed.</summary>
    public byte[] Sha256() => SHA256.HashData(Encoding.UTF8.GetBytes(_value));

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";

    /// <summary>Lets configuration bind a text to a secret.</summary>
    private sealed class SecretConverter : TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

        public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
            value is string { Length: > 0 } text ? new Secret(text) : null;
    }
}
