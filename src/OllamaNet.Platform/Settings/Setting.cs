using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace OllamaNet.Platform.Settings;

public enum SettingKind { Flag, Choice, Number, Text, Moment, Secret }

/// <summary>Marks an option that is never shown and is kept encrypted.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;

/// <summary>An option that administrators may change while the server runs. What it takes is read from the option itself: its type, its attributes, its default.</summary>
public sealed class Setting
{
    private const int LongestText = 2000;
    private readonly PropertyInfo _property;
    private readonly Type _type;
    private readonly object? _default;

    internal Setting(string section, PropertyInfo property, object defaults)
    {
        (_property, _type) = (property, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
        _default = property.GetValue(defaults);
        Name = $"{section}:{property.Name}";
        Kind = property.IsDefined(typeof(SecretAttribute)) ? SettingKind.Secret
            : _type == typeof(bool) ? SettingKind.Flag
            : _type.IsEnum ? SettingKind.Choice
            : _type == typeof(int) || _type == typeof(long) ? SettingKind.Number
            : _type == typeof(DateTimeOffset) ? SettingKind.Moment
            : _type == typeof(string) ? SettingKind.Text
            : throw new NotSupportedException($"{Name}: no setting is of the type {_type.Name} yet.");
        var range = property.GetCustomAttribute<RangeAttribute>();
        (Minimum, Maximum) = (Number(range?.Minimum), Number(range?.Maximum));
        MaxLength = Kind is SettingKind.Text or SettingKind.Secret ? property.GetCustomAttribute<MaxLengthAttribute>()?.Length ?? LongestText : null;
        Choices = _type.IsEnum ? [.. Enum.GetNames(_type).Select(JsonNamingPolicy.CamelCase.ConvertName)] : null;
    }

    /// <summary>As in the configuration: <c>Auth:Registration</c>.</summary>
    public string Name { get; }

    public SettingKind Kind { get; }

    public IReadOnlyList<string>? Choices { get; }

    public long? Minimum { get; }

    public long? Maximum { get; }

    public int? MaxLength { get; }

    /// <summary>What the configuration is told, or why this cannot be.</summary>
    public (string? Text, string? Fault) Parse(JsonElement value)
    {
        object? parsed = Kind switch
        {
            SettingKind.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null,
            SettingKind.Number => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number) && (_type == typeof(long) || number is >= int.MinValue and <= int.MaxValue)
                ? Convert.ChangeType(number, _type, CultureInfo.InvariantCulture) : null,
            SettingKind.Choice => value.ValueKind is JsonValueKind.String && Choices!.Contains(value.GetString()!, StringComparer.Ordinal) ? Enum.Parse(_type, value.GetString()!, ignoreCase: true) : null,
            SettingKind.Moment => value.ValueKind is JsonValueKind.String && value.TryGetDateTimeOffset(out var moment) ? moment : null,
            _ => value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text && text.Length <= MaxLength ? text : null,
        };
        if (parsed is null) return (null, Expectation);

        List<ValidationResult> faults = [];
        var context = new ValidationContext(parsed, displayName: "The value", serviceProvider: null, items: null);
        return Validator.TryValidateValue(parsed, context, faults, _property.GetCustomAttributes<ValidationAttribute>()) ? (ToText(parsed), null) : (null, Expectation);
    }

    /// <summary>Whether the configuration takes it; what was stored by another version may not be.</summary>
    internal bool Takes(string text)
    {
        try
        {
            return ToJson(text) is { } json && Parse(json).Fault is null;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>A value of the configuration as JSON; the option's own default where it has none.</summary>
    internal JsonElement? ToJson(string? text)
    {
        if (text is null) return _default is null ? null : ToJson(ToText(_default));
        return Kind switch
        {
            SettingKind.Flag => JsonSerializer.SerializeToElement(bool.Parse(text)),
            SettingKind.Number => JsonSerializer.SerializeToElement(long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)),
            SettingKind.Choice => JsonSerializer.SerializeToElement(JsonNamingPolicy.CamelCase.ConvertName(Enum.Parse(_type, text, ignoreCase: true).ToString()!)),
            SettingKind.Moment => JsonSerializer.SerializeToElement(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture)),
            _ => JsonSerializer.SerializeToElement(text),
        };
    }

    private string Expectation => Kind switch
    {
        SettingKind.Flag => "True or false.",
        SettingKind.Choice => $"One of {string.Join(", ", Choices!)}.",
        SettingKind.Number => Minimum is null ? "A whole number." : $"A whole number from {Minimum} to {Maximum}.",
        SettingKind.Moment => "A moment, as 2026-11-21T12:00:00Z.",
        _ when _property.GetCustomAttribute<MinLengthAttribute>() is { } least => $"A text of {least.Length} to {MaxLength} characters, or null.",
        _ => $"A text of 1 to {MaxLength} characters, or null.",
    };

    private static string ToText(object value) => value is DateTimeOffset moment ? moment.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static long? Number(object? bound) => bound is int or long ? Convert.ToInt64(bound, CultureInfo.InvariantCulture) : null;
}
