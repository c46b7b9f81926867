using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Platform.Http;

/// <summary>The colours that folders and tags may carry: names, so that every theme paints them as it can.</summary>
public static class Marks
{
    public static IReadOnlyList<string> Colours { get; } = ["red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "grey"];
}

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ColourAttribute() : ValidationAttribute($"A colour is one of {string.Join(", ", Marks.Colours)}; null for none.")
{
    public override bool IsValid(object? value) => value is null || (value is string name && Marks.Colours.Contains(name, StringComparer.Ordinal));
}

/// <summary>Text with something to be seen in it; null is left to <see cref="RequiredAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class NotBlankAttribute() : ValidationAttribute("It needs something that can be seen; spaces alone are nothing.")
{
    public override bool IsValid(object? value) => value is null || (value is string text && !string.IsNullOrWhiteSpace(text));
}
