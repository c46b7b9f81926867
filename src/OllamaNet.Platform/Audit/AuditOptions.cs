using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Platform.Audit;

/// <summary>The record of who did what.</summary>
internal sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>Months for which entries are kept, besides this one; 0 keeps them for ever. A signed checkpoint stands for what is gone.</summary>
    [Range(0, 1200)] public int RetentionMonths { get; init; } = 24;
}
