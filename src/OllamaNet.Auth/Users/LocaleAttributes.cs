using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace OllamaNet.Auth.Users;

/// <summary>A language tag (BCP 47). What the web UI does not speak is no error: another client may.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed partial class LocaleAttribute : ValidationAttribute
{
    public LocaleAttribute() : base("This is no language tag, such as en or pt-BR.")
    {
    }

    public override bool IsValid(object? value) => value is null || (value is string tag && Pattern().IsMatch(tag));

    [GeneratedRegex(@"\A[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}

/// <summary>The form of a name in the IANA database of time zones. The server reckons in UTC and has no list of them: who shows times knows which there are.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed partial class TimeZoneAttribute : ValidationAttribute
{
    public TimeZoneAttribute() : base("This is no time zone, such as Europe/Berlin or UTC.")
    {
    }

    public override bool IsValid(object? value) => value is null || (value is string { Length: <= 64 } zone && Pattern().IsMatch(zone));

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z][A-Za-z0-9_+-]*){0,2}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
