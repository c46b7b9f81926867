using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;

namespace OllamaNet.Auth.Users;

/// <summary>A name in any script, on one line, without what cannot be seen: such characters turn the text beside them around or make two names look alike.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class PersonNameAttribute : ValidationAttribute
{
    public const int MaxLength = 100;

    // They join and part letters in Persian, Hindi and others.
    private const int NonJoiner = 0x200C, Joiner = 0x200D;

    public PersonNameAttribute() : base("A name has 1 to 100 characters on one line.")
    {
    }

    public override bool IsValid(object? value) =>
        value is null || (value is string { Length: <= MaxLength } name && name.Trim().Length > 0 && name.EnumerateRunes().All(IsVisible));

    private static bool IsVisible(Rune rune) => rune.Value is NonJoiner or Joiner || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
