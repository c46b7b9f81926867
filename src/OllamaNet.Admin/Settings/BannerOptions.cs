using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Admin.Settings;

/// <summary>Something that everybody should know.</summary>
internal sealed class BannerOptions
{
    public const string Section = "Banner";

    /// <summary>What everybody reads at the top of the page, also before logging in; empty: nothing.</summary>
    [MaxLength(500)] public string? Text { get; init; }

    /// <summary>How loud it is: <c>info</c>, <c>warning</c> or <c>danger</c>.</summary>
    public BannerTone Tone { get; init; }

    /// <summary>When it goes away by itself; empty: never.</summary>
    public DateTimeOffset? Until { get; init; }
}

public enum BannerTone { Info, Warning, Danger }
