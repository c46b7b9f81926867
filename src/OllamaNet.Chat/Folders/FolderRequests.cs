using System.ComponentModel.DataAnnotations;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Presets;
using OllamaNet.Platform.Http;

namespace OllamaNet.Chat.Folders;

/// <param name="ParentId">Null at the top.</param>
/// <param name="SystemPrompt">For the conversations in it and in the folders below, unless they have their own.</param>
/// <param name="PresetId">For the same.</param>
public sealed record CreateFolderRequest(
    [Required, NotBlank, StringLength(FolderConfiguration.NameLength)] string Name, Guid? ParentId = null, [Colour] string? Colour = null, [Icon] string? Icon = null,
    [SystemPrompt] string? SystemPrompt = null, Guid? PresetId = null);

/// <summary>What is left out stays; a null takes it away, except the name.</summary>
public sealed record UpdateFolderRequest
{
    [NotBlank, StringLength(FolderConfiguration.NameLength)] public string? Name { get; set; }

    [Colour]
    public string? Colour
    {
        get;
        set
        {
            field = value;
            ColourGiven = true;
        }
    }

    [Icon]
    public string? Icon
    {
        get;
        set
        {
            field = value;
            IconGiven = true;
        }
    }

    [SystemPrompt]
    public string? SystemPrompt
    {
        get;
        set
        {
            field = value;
            SystemPromptGiven = true;
        }
    }

    public Guid? PresetId
    {
        get;
        set
        {
            field = value;
            PresetGiven = true;
        }
    }

    internal bool ColourGiven { get; private set; }

    internal bool IconGiven { get; private set; }

    internal bool SystemPromptGiven { get; private set; }

    internal bool PresetGiven { get; private set; }

    internal void ApplyTo(Folder folder)
    {
        if (Name is not null) folder.Name = Name.Trim();
        if (ColourGiven) folder.Colour = Colour;
        if (IconGiven) folder.Icon = Icon;
        if (SystemPromptGiven) folder.SystemPrompt = string.IsNullOrWhiteSpace(SystemPrompt) ? null : SystemPrompt;
        if (PresetGiven) folder.PresetId = PresetId;
    }
}

/// <param name="ParentId">The folder it goes into; null for the top.</param>
public sealed record MoveFolderRequest(Guid? ParentId);
