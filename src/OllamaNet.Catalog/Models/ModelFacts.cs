using System.ComponentModel.DataAnnotations;
using OllamaNet.Platform.Http;

namespace OllamaNet.Catalog.Models;

/// <summary>What is told about a model: by its engine, or by an administrator, whose word goes before. Null: nothing.</summary>
public sealed record ModelFacts
{
    public const int LongestDescription = 4000;

    [NotBlank, StringLength(100)] public string? DisplayName { get; init; }

    [NotBlank, StringLength(LongestDescription)] public string? Description { get; init; }

    [NotBlank, StringLength(100)] public string? Publisher { get; init; }

    /// <summary>Its short name, such as <c>apache-2.0</c>.</summary>
    [NotBlank, StringLength(100)] public string? Licence { get; init; }

    [NotBlank, StringLength(100)] public string? Family { get; init; }

    /// <summary>Such as <c>3.2B</c>.</summary>
    [NotBlank, StringLength(50)] public string? ParameterSize { get; init; }

    [NotBlank, StringLength(50)] public string? Quantization { get; init; }

    /// <summary>Tokens.</summary>
    [Range(1, 100_000_000)] public int? ContextLength { get; init; }

    /// <summary>Any of completion, vision, thinking, tools, embedding, jsonSchema.</summary>
    [MaxLength(6), CapabilityNames] public IReadOnlyList<string>? Capabilities { get; init; }

    /// <summary>Bytes.</summary>
    [Range(1, long.MaxValue)] public long? Size { get; init; }

    /// <summary>Codes, such as <c>en</c> or <c>pt-BR</c>.</summary>
    [MaxLength(50), LanguageCodes] public IReadOnlyList<string>? Languages { get; init; }

    public DateOnly? ReleasedOn { get; init; }

    /// <summary>What it is asked with where nobody says otherwise.</summary>
    public ModelParameters? Parameters { get; init; }

    /// <summary>These, and what they leave open from others.</summary>
    internal ModelFacts Over(ModelFacts others) => new()
    {
        DisplayName = DisplayName ?? others.DisplayName,
        Description = Description ?? others.Description,
        Publisher = Publisher ?? others.Publisher,
        Licence = Licence ?? others.Licence,
        Family = Family ?? others.Family,
        ParameterSize = ParameterSize ?? others.ParameterSize,
        Quantization = Quantization ?? others.Quantization,
        ContextLength = ContextLength ?? others.ContextLength,
        Capabilities = Capabilities ?? others.Capabilities,
        Size = Size ?? others.Size,
        Languages = Languages ?? others.Languages,
        ReleasedOn = ReleasedOn ?? others.ReleasedOn,
        Parameters = Parameters ?? others.Parameters,
    };
}

/// <summary>How a model is asked. Null: as the engine has it.</summary>
public sealed record ModelParameters
{
    [Range(0.0, 5.0)] public double? Temperature { get; init; }

    [Range(0.0, 1.0)] public double? TopP { get; init; }

    [Range(0, 1_000_000)] public int? TopK { get; init; }

    [Range(0.0, 1.0)] public double? MinP { get; init; }

    [Range(0.0, 10.0)] public double? RepeatPenalty { get; init; }

    /// <summary>Tokens of the window.</summary>
    [Range(1, 100_000_000)] public int? ContextLength { get; init; }
}

[AttributeUsage(AttributeTargets.Property)]
internal sealed class CapabilityNamesAttribute() : ValidationAttribute($"Any of {string.Join(", ", CapabilityNames.All)}, each once.")
{
    public override bool IsValid(object? value) =>
        value is null || (value is IReadOnlyList<string> names && names.All(n => CapabilityNames.All.Contains(n, StringComparer.Ordinal)) && names.Distinct(StringComparer.Ordinal).Count() == names.Count);
}

[AttributeUsage(AttributeTargets.Property)]
internal sealed class LanguageCodesAttribute() : ValidationAttribute("Codes of languages, such as en or pt-BR, each once.")
{
    public override bool IsValid(object? value) =>
        value is null || (value is IReadOnlyList<string> codes && codes.All(c => c is { Length: >= 2 and <= 10 } && c.All(l => char.IsAsciiLetter(l) || l == '-')) && codes.Distinct(StringComparer.OrdinalIgnoreCase).Count() == codes.Count);
}
