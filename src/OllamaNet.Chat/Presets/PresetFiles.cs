using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Transfers.Imports;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Presets;

/// <summary>Writes one's presets as a file, and takes such files: only one's own private presets are ever changed by one.</summary>
internal sealed class PresetFiles(ChatDb db, PresetBook book, Changes changes, TimeProvider time, IOptions<JsonOptions> json)
{
    /// <param name="ids">Empty: all of one's own.</param>
    public async Task<PresetFile> WriteAsync(Guid user, Guid[] ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Length == 0 ? db.Presets.Where(p => p.OwnerId == user) : db.PresetsUsableBy(user).Where(p => ids.Contains(p.Id));
        var found = await wanted.AsNoTracking().OrderBy(p => p.CreatedAt).ThenBy(p => p.Id).Take(PresetBook.MostOfAUser).ToListAsync(cancellationToken);
        return new(PresetFile.Kind, PresetFile.Current, time.GetUtcNow(), found.ConvertAll(FiledPreset.Of));
    }

    public async Task<PresetImportReport> ReadAsync(PresetImport file, Guid user, CancellationToken cancellationToken)
    {
        var own = await db.Presets.Where(p => p.OwnerId == user).ToListAsync(cancellationToken);
        var skipped = new List<SkippedPreset>();
        var (created, updated) = (0, 0);
        foreach (var (index, element) in file.Presets.Index())
        {
            var (preset, reason) = Read(element);
            if (preset is null) Skip(NameOf(element), reason!);
            else if (Same(own, preset) is not null) Skip(preset.Name, "You have this preset already.");
            else if (own.Find(p => p.Id == preset.Id) is { } mine)
            {
                if (mine.Visibility is not PresetVisibility.Private) Skip(preset.Name, "Yours is shared: change it in the editor.");
                else
                {
                    preset.ToRequest().ApplyTo(mine, time.GetUtcNow());
                    updated++;
                }
            }
            else if (own.Count >= PresetBook.MostOfAUser) Skip(preset.Name, $"You have {PresetBook.MostOfAUser} presets.");
            else
            {
                own.Add(book.New(preset.ToRequest(), user));
                db.Add(own[^1]);
                created++;
            }

            void Skip(string? name, string why) => skipped.Add(new(index, name, why));
        }

        await db.SaveChangesAsync(cancellationToken);
        changes.Publish(user, ChangeKinds.Preset);
        return new(created, updated, skipped);
    }

    private (FiledPreset? Preset, string? Reason) Read(JsonElement element)
    {
        try
        {
            if (element.ValueKind is not JsonValueKind.Object || element.Deserialize<FiledPreset>(json.Value.SerializerOptions) is not { } preset) return (null, "This is no preset.");
            var request = preset.ToRequest();
            var errors = new List<ValidationResult>();
            if (!Validator.TryValidateObject(request, new(request), errors, validateAllProperties: true)) return (null, errors[0].ErrorMessage);
            if (request.Options is { } options && !Validator.TryValidateObject(options, new(options), errors, validateAllProperties: true)) return (null, errors[0].ErrorMessage);
            return (preset, null);
        }
        catch (JsonException e)
        {
            return (null, e.Path is { Length: > 2 } path ? $"'{path[2..]}' is not known, missing or of the wrong type." : "A field is not known, missing or of the wrong type.");
        }
    }

    private Preset? Same(List<Preset> own, FiledPreset preset)
    {
        var wanted = Text(preset with { Id = null, Name = preset.Name.Trim() });
        return own.Find(p => p.Name == preset.Name.Trim() && Text(FiledPreset.Of(p) with { Id = null }) == wanted);
    }

    private string Text(FiledPreset preset) => JsonSerializer.Serialize(preset with { Options = preset.Options ?? new() }, json.Value.SerializerOptions);

    private static string? NameOf(JsonElement element) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty("name", out var name) && name.ValueKind is JsonValueKind.String ? Shortened(name.GetString()!) : null;

    private static string Shortened(string name) => JsonText.Cut(name, PresetConfiguration.NameLength)!;
}
