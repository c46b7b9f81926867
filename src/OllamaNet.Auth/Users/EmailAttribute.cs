using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace OllamaNet.Auth.Users;

/// <summary>An address that a mail server could take. Stricter than RFC 5322 where that allows quotes and comments, as nobody uses them but attackers.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed partial class EmailAttribute : ValidationAttribute
{
    private const int MaxLength = 254;

    public EmailAttribute() : base("This is not an e-mail address, such as ada@example.org.")
    {
    }

    public override bool IsValid(object? value) => value is null || (value is string { Length: <= MaxLength } address && Pattern().IsMatch(address));

    [GeneratedRegex(
        """\A[^\s\p{C}@"(),:;<>\[\]\\.]+(?:\.[^\s\p{C}@"(),:;<>\[\]\\.]+)*(?<=\A.{1,64})@[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?)*\z""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
