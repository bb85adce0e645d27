using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Gateway.Core;

namespace Gateway.Host.Configuration;

/// <summary>
/// Compares a configuration section with the options class it is for, before anything is bound: unknown keys, texts that are not of the
/// property's type, and files that hold secrets (<c>XFile</c> beside a secret <c>X</c>). Goes on after a mistake, so that all are found at
/// once.
/// </summary>
internal sealed class ConfigurationAudit
{
    private const string FileSuffix = "File";

    private readonly List<string> _mistakes = [];
    private readonly Dictionary<string, string?> _secrets = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Keys whose values cannot be bound.</summary>
    private readonly HashSet<string> _unusable = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What was found, one sentence each.</summary>
    public List<string> Mistakes => _mistakes;

    /// <summary>
    /// The section without what cannot be bound, so that the rest can be checked too, and with the secrets that were read from files.
    /// </summary>
    public IConfiguration Sound(IConfigurationSection section) => new ConfigurationBuilder()
        .AddInMemoryCollection(section.AsEnumerable().Where(setting => setting.Value is not null && !_unusable.Contains(setting.Key)))
        .AddInMemoryCollection(_secrets)
        .Build();

    /// <summary>Checks keys and values below <paramref name="section"/>.</summary>
    public void CheckKeys(IConfigurationSection section, Type type)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        if (section.Value is { Length: > 0 })
        {
            Refuse(section, "is a section with settings of its own, not a value.");
            return;
        }

        foreach (var child in section.GetChildren())
        {
            if (properties.TryGetValue(child.Key, out var property))
                CheckValue(child, property.PropertyType);
            else if (SecretNamedBy(child.Key, properties) is { } secret)
                ReadSecret(section, child, secret);
            else
                _mistakes.Add($"{child.Path}: unknown. Known here: {string.Join(", ", properties.Keys.Order(StringComparer.Ordinal))}.");
        }
    }

    /// <summary>Checks bounds and required values of bound options, nested ones included.</summary>
    public void CheckBounds(object options, string path)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        foreach (var result in results)
        {
            var member = $"{path}:{string.Join('/', result.MemberNames)}";
            // A value that could not be bound is not missing as well.
            if (!_unusable.Any(key => key.StartsWith(member, StringComparison.OrdinalIgnoreCase)))
                _mistakes.Add($"{member}: {result.ErrorMessage}");
        }

        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length > 0 || IsValue(property.PropertyType) || property.GetValue(options) is not { } value)
                continue;
            if (value is IEnumerable items)
            {
                var index = 0;
                foreach (var item in items)
                {
                    if (!IsValue(item.GetType()))
                        CheckBounds(item, $"{path}:{property.Name}:{index}");
                    index++;
                }
            }
            else
            {
                CheckBounds(value, $"{path}:{property.Name}");
            }
        }
    }

    private void CheckValue(IConfigurationSection section, Type type)
    {
        if (type.IsArray)
        {
            if (section.Value is { Length: > 0 })
                Refuse(section, $"is a list: its first element is {section.Path}:0.");
            foreach (var element in section.GetChildren())
                CheckValue(element, type.GetElementType()!);
        }
        else if (!IsValue(type))
        {
            CheckKeys(section, type);
        }
        else if (section.GetChildren().Any())
        {
            Refuse(section, "is one value, not a section.");
        }
        else if (section.Value is { } text && !Converts(text, type))
        {
            // The value itself may be a secret in the wrong place: it is not repeated.
            Refuse(section, $"{Expectation(type)}.");
        }
    }

    private void Refuse(IConfigurationSection section, string why)
    {
        _mistakes.Add($"{section.Path}: {why}");
        _unusable.Add(section.Path);
        foreach (var below in section.AsEnumerable())
            _unusable.Add(below.Key);
    }

    private static bool IsValue(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(Uri) || type == typeof(TimeSpan) || type == typeof(Secret);
    }

    private static bool Converts(string text, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(Uri))
            return Uri.TryCreate(text, UriKind.Absolute, out _);
        if (type.IsEnum)
            return Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase);
        // A bare number would be taken for days.
        if (type == typeof(TimeSpan) && !text.Contains(':', StringComparison.Ordinal))
            return false;
        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromString(null, CultureInfo.InvariantCulture, text) is not null;
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Expectation(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(TimeSpan) ? "must be a time as hh:mm:ss or hh:mm:ss.fff"
            : type == typeof(Uri) ? "must be an absolute URL"
            : type == typeof(bool) ? "must be true or false"
            : type == typeof(Secret) ? "must not be empty"
            : type == typeof(double) ? "must be a number"
            : type.IsEnum ? $"must be one of {string.Join(", ", Enum.GetNames(type))}"
            : "must be a whole number";
    }

    private static PropertyInfo? SecretNamedBy(string key, Dictionary<string, PropertyInfo> properties) =>
        key.EndsWith(FileSuffix, StringComparison.OrdinalIgnoreCase) && properties.TryGetValue(key[..^FileSuffix.Length], out var property)
        && property.PropertyType == typeof(Secret) ? property : null;

    private void ReadSecret(IConfigurationSection section, IConfigurationSection file, PropertyInfo secret)
    {
        if (section[secret.Name] is not null)
        {
            _mistakes.Add($"{file.Path}: give either {secret.Name} or {secret.Name}{FileSuffix}, not both.");
            return;
        }

        try
        {
            var text = File.ReadAllText(file.Value ?? "").TrimEnd('\r', '\n');
            if (text.Length == 0)
                _mistakes.Add($"{file.Path}: the file '{file.Value}' is empty.");
            else
                _secrets[$"{section.Path}:{secret.Name}"] = text;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _mistakes.Add($"{file.Path}: the file '{file.Value}' cannot be read: {failure.Message}");
        }
    }
}
