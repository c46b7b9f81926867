using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Presets;

/// <summary>Presets as a file. Whose they were and who sees them is not in it.</summary>
/// <param name="Format">Always <c>ollamanet.presets</c>.</param>
/// <param name="Version">1.</param>
public sealed record PresetFile(string Format, int Version, DateTimeOffset ExportedAt, IReadOnlyList<FiledPreset> Presets)
{
    public const string Kind = "ollamanet.presets";
    public const int Current = 1;

    internal static PresetFile Example { get; } = new(Kind, Current, new(2026, 11, 20, 9, 31, 12, TimeSpan.Zero), [FiledPreset.Example]);
}

/// <summary>One preset of a file.</summary>
public sealed record FiledPreset
{
    /// <summary>One's own preset with this id is replaced; any other is left alone and a new one made.</summary>
    public Guid? Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? Model { get; init; }

    public string? SystemPrompt { get; init; }

    public AnswerOptions? Options { get; init; }

    internal static FiledPreset Example { get; } = Of(PresetRequest.Example, PresetResponse.Example.Id);

    internal static FiledPreset Of(Preset preset) => new()
    {
        Id = preset.Id,
        Name = preset.Name,
        Description = preset.Description,
        Model = preset.Model,
        SystemPrompt = preset.SystemPrompt,
        Options = preset.Options,
    };

    internal PresetRequest ToRequest() => new() { Name = Name.Trim(), Description = Description, Model = Model, SystemPrompt = SystemPrompt, Options = Options };

    private static FiledPreset Of(PresetRequest request, Guid id) => new()
    {
        Id = id,
        Name = request.Name,
        Description = request.Description,
        Model = request.Model,
        SystemPrompt = request.SystemPrompt,
        Options = request.Options,
    };
}

/// <summary>A file as it comes in: each preset is looked at by itself, so that a wrong one does not keep the others out.</summary>
public sealed record PresetImport
{
    [Required, AllowedValues(PresetFile.Kind, ErrorMessage = "This is no file of presets: format must be \"" + PresetFile.Kind + "\".")] public required string Format { get; init; }

    [Range(PresetFile.Current, PresetFile.Current, ErrorMessage = "Only version 1 is known here.")] public required int Version { get; init; }

    public DateTimeOffset? ExportedAt { get; init; }

    [Required, MaxLength(PresetBook.MostOfAUser)] public required IReadOnlyList<JsonElement> Presets { get; init; }
}

/// <summary>What became of a file.</summary>
public sealed record PresetImportReport(int Created, int Updated, IReadOnlyList<SkippedPreset> Skipped)
{
    internal static PresetImportReport Example { get; } = new(2, 1, [new(3, "Poet", "options.temperature: The field Temperature must be between 0 and 2.")]);
}

/// <param name="Index">Its place in the file, from 0.</param>
public sealed record SkippedPreset(int Index, string? Name, string Reason);
