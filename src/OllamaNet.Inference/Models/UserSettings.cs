namespace OllamaNet.Inference.Models;

/// <summary>What holds for one user's requests. No row: none of it.</summary>
internal sealed class UserSettings
{
    public required Guid UserId { get; init; }

    /// <summary>An administrator says that what this user asks stays on the site.</summary>
    public bool LocalOnlyRequired { get; set; }

    /// <summary>The user says so himself.</summary>
    public bool LocalOnlyChosen { get; set; }

    public bool CacheAnswers { get; set; }

    public bool CacheEmbeddings { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
