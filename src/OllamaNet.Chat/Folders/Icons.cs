using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Chat.Folders;

/// <summary>The icons that folders may carry: names, so that every theme paints them as it can.</summary>
internal static class Icons
{
    public static readonly string[] All = ["book", "briefcase", "code", "flask", "globe", "heart", "home", "lightbulb", "music", "palette", "pen", "plane", "star", "wrench"];
}

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class IconAttribute() : ValidationAttribute($"An icon is one of {string.Join(", ", Icons.All)}; null for a folder's.")
{
    public override bool IsValid(object? value) => value is null || (value is string name && Icons.All.Contains(name, StringComparer.Ordinal));
}
