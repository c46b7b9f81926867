using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace OllamaNet.Auth.Access;

/// <summary>The name of a role or a group: letters of any script, digits, spaces and a few signs, 1 to 64.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed partial class ShortNameAttribute : ValidationAttribute
{
    public ShortNameAttribute() : base("A name has 1 to 64 letters, digits, single spaces, dots, hyphens, underscores, ampersands or parentheses, and begins with a letter or digit.")
    {
    }

    public override bool IsValid(object? value) => value is null || (value is string { Length: <= 64 } name && Pattern().IsMatch(name));

    [GeneratedRegex(@"\A[\p{L}\p{N}][\p{L}\p{M}\p{N}._&()-]*( [\p{L}\p{M}\p{N}._&()-]+)*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
