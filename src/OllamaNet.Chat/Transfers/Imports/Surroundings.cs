using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Folders;
using OllamaNet.Chat.Messages;
using OllamaNet.Chat.Presets;
using OllamaNet.Chat.Tags;
using OllamaNet.Platform.Http;

namespace OllamaNet.Chat.Transfers.Imports;

/// <summary>Folders, tags and presets of an import: what the owner has by that name is used, the rest is made. Ids of the file only lead to them.</summary>
internal sealed class Surroundings(ChatDb db, Guid owner, TimeProvider time, ImportReport report)
{
    private const int MostPresets = 1000;

    private readonly Dictionary<Guid, Guid> _folders = [];
    private readonly Dictionary<Guid, Guid> _tags = [];
    private readonly Dictionary<Guid, Guid> _presets = [];
    private readonly List<ExportedFolder> _waiting = [];
    private Dictionary<string, Guid>? _tagsByName;

    public Guid? FolderOf(Guid? id) => Find(_folders, id);

    public Guid? TagOf(Guid id) => Find(_tags, id);

    public Guid? PresetOf(Guid? id) => Find(_presets, id);

    public async Task AddAsync(ExportedPreset preset, CancellationToken cancellationToken)
    {
        if (Name(preset.Name, PresetConfiguration.NameLength) is not { } name || _presets.Count >= MostPresets || !AreValid(preset.Options))
        {
            report.Lose(Losses.Preset);
            return;
        }

        var made = new Preset
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            OwnerId = owner,
            Visibility = PresetVisibility.Private,
            Name = name,
            Description = Prompt(preset.Description),
            SystemPrompt = Prompt(preset.SystemPrompt),
            Model = JsonText.Cut(preset.Model, ConversationConfiguration.ModelLength),
            Options = preset.Options ?? new(),
            CreatedAt = time.GetUtcNow(),
            UpdatedAt = time.GetUtcNow(),
        };
        var same = await db.Presets.AsNoTracking().FirstOrDefaultAsync(p => p.OwnerId == owner && p.Name == name && p.SystemPrompt == made.SystemPrompt && p.Model == made.Model, cancellationToken);
        if (same is null)
        {
            db.Add(made);
            report.Presets++;
        }

        _presets[preset.Id] = same?.Id ?? made.Id;
    }

    public async Task AddAsync(ExportedTag tag, CancellationToken cancellationToken)
    {
        if (await TagNamedAsync(tag.Name, tag.Colour, cancellationToken) is { } id) _tags[tag.Id] = id;
    }

    /// <summary>The owner's tag of this name, made when there is none.</summary>
    public async Task<Guid?> TagNamedAsync(string? text, string? colour, CancellationToken cancellationToken)
    {
        if (Name(text, TagConfiguration.NameLength) is not { } name) return null;
        _tagsByName ??= await NamesAsync(cancellationToken);
        if (_tagsByName.TryGetValue(name, out var known)) return known;
        if (_tagsByName.Count >= TagEndpoints.MostTags)
        {
            report.Lose(Losses.Tag);
            return null;
        }

        var made = new Tag { Id = Guid.CreateVersion7(time.GetUtcNow()), OwnerId = owner, Name = name, Colour = Colour(colour), CreatedAt = time.GetUtcNow() };
        db.Add(made);
        report.Tags++;
        return _tagsByName[name] = made.Id;
    }

    /// <summary>Folders come in any order; one whose parent is not there yet waits for it.</summary>
    public async Task AddAsync(ExportedFolder folder, CancellationToken cancellationToken)
    {
        if (Name(folder.Name, FolderConfiguration.NameLength) is null || _folders.Count + _waiting.Count >= FolderTree.MostFolders)
        {
            report.Lose(Losses.Folder);
            return;
        }

        _waiting.Add(folder);
        while (_waiting.Find(f => f.ParentId is not { } parent || _folders.ContainsKey(parent)) is { } ready)
        {
            _waiting.Remove(ready);
            await MakeAsync(ready, cancellationToken);
        }
    }

    /// <summary>Those that wait for a parent that never came, or for themselves.</summary>
    public void EndFolders()
    {
        report.Lose(Losses.Folder, _waiting.Count);
        _waiting.Clear();
    }

    public static bool AreValid(AnswerOptions? options) => options is null || Validator.TryValidateObject(options, new(options), null, validateAllProperties: true);

    public static string? Prompt(string? text) => JsonText.Cut(text is null ? null : JsonText.Clean(text), SystemPromptAttribute.MaxLength);

    private async Task<Dictionary<string, Guid>> NamesAsync(CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, Guid>(StringComparer.OrdinalIgnoreCase);
        foreach (var tag in await db.Tags.AsNoTracking().Where(t => t.OwnerId == owner).Select(t => new { t.Id, t.Name }).ToListAsync(cancellationToken)) names.TryAdd(tag.Name, tag.Id);
        return names;
    }

    private async Task MakeAsync(ExportedFolder folder, CancellationToken cancellationToken)
    {
        var (name, parent, now) = (Name(folder.Name, FolderConfiguration.NameLength)!, FolderOf(folder.ParentId), time.GetUtcNow());
        var known = db.Folders.Local.FirstOrDefault(f => f.ParentId == parent && f.Name == name)?.Id
            ?? await db.Folders.AsNoTracking().Where(f => f.OwnerId == owner && f.ParentId == parent && f.Name == name).Select(f => (Guid?)f.Id).FirstOrDefaultAsync(cancellationToken);
        if (known is null && await db.Folders.CountAsync(f => f.OwnerId == owner, cancellationToken) >= FolderTree.MostFolders)
        {
            report.Lose(Losses.Folder);
            return;
        }

        if (known is null)
        {
            var made = new Folder
            {
                Id = Guid.CreateVersion7(now),
                OwnerId = owner,
                ParentId = parent,
                Name = name,
                Colour = Colour(folder.Colour),
                Icon = Icons.All.Contains(folder.Icon, StringComparer.Ordinal) ? folder.Icon : null,
                SystemPrompt = Prompt(folder.SystemPrompt),
                PresetId = PresetOf(folder.PresetId),
                CreatedAt = now,
                UpdatedAt = now,
            };
            db.Add(made);
            report.Folders++;
            known = made.Id;
        }

        _folders[folder.Id] = known.Value;
    }

    private static string? Colour(string? colour) => Marks.Colours.Contains(colour, StringComparer.Ordinal) ? colour : null;

    private static Guid? Find(Dictionary<Guid, Guid> map, Guid? id) => id is { } known && map.TryGetValue(known, out var mine) ? mine : null;

    private static string? Name(string? text, int length) => JsonText.Cut(text is null ? null : JsonText.Clean(text).Trim(), length) is { Length: > 0 } name ? name : null;
}
