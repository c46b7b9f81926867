using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace OllamaNet.Auth.Users;

/// <summary>Names that look the same are the same: plain letters only, and no <c>@</c>, which tells an e-mail address from a name.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed partial class UserNameAttribute : ValidationAttribute
{
    public UserNameAttribute() : base("A user name has 2 to 64 letters (a-z, A-Z), digits, dots, hyphens or underscores, and begins and ends with a letter or digit.")
    {
    }

    public override bool IsValid(object? value) => value is null || (value is string name && Pattern().IsMatch(name));

    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}[a-zA-Z0-9]\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
