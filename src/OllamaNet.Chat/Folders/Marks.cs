using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Chat.Folders;

/// <summary>The colours and icons that folders and tags may carry: names, so that every theme paints them as it can.</summary>
internal static class Marks
{
    public static readonly string[] Colours = ["red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "grey"];

    public static readonly string[] Icons = ["book", "briefcase", "code", "flask", "globe", "heart", "home", "lightbulb", "music", "palette", "pen", "plane", "star", "wrench"];
}

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class ColourAttribute() : ValidationAttribute($"A colour is one of {string.Join(", ", Marks.Colours)}; null for none.")
{
    public override bool IsValid(object? value) => value is null || (value is string name && Marks.Colours.Contains(name, StringComparer.Ordinal));
}

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class IconAttribute() : ValidationAttribute($"An icon is one of {string.Join(", ", Marks.Icons)}; null for a folder's.")
{
    public override bool IsValid(object? value) => value is null || (value is string name && Marks.Icons.Contains(name, StringComparer.Ordinal));
}

/// <summary>Text with something to be seen in it; null is left to <see cref="RequiredAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class NotBlankAttribute() : ValidationAttribute("A name has something to be seen in it.")
{
    public override bool IsValid(object? value) => value is null || (value is string text && !string.IsNullOrWhiteSpace(text));
}
