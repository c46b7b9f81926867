using System.Globalization;
using System.Text.Json.Serialization;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Presets;

/// <summary>How answers are to be made, under a name.</summary>
internal sealed class Preset
{
    public required Guid Id { get; init; }

    public required Guid OwnerId { get; init; }

    public required PresetVisibility Visibility { get; set; }

    public required string Name { get; set; }

    public string? Description { get; set; }

    /// <summary>Null: whatever the conversation uses.</summary>
    public string? Model { get; set; }

    /// <summary>May hold variables in double braces.</summary>
    public string? SystemPrompt { get; set; }

    public AnswerOptions Options { get; set; } = new();

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Each change makes it later: it tells two versions apart.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    public string Version => UpdatedAt.UtcTicks.ToString("x", CultureInfo.InvariantCulture);

    public void Touch(DateTimeOffset now)
    {
        // The database keeps microseconds, and two changes can come within one.
        var kept = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        UpdatedAt = kept > UpdatedAt ? kept : UpdatedAt.AddMicroseconds(1);
    }
}

public enum PresetVisibility
{
    [JsonStringEnumMemberName("private")]
    Private,

    /// <summary>Every user may use it, its owner changes it.</summary>
    [JsonStringEnumMemberName("shared")]
    Shared,

    /// <summary>Every user may use it, administrators change it.</summary>
    [JsonStringEnumMemberName("global")]
    Global,

    /// <summary>Whom it is granted to may use it, its owner changes it.</summary>
    [JsonStringEnumMemberName("granted")]
    Granted,
}
