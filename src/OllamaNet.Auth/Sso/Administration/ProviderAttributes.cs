using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Auth.Sso.Administration;

/// <summary>An issuer as OpenID Connect has them: an address without query and fragment.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class IssuerAttribute() : ValidationAttribute("An issuer is an address with https, such as https://login.example.org/realms/staff, without a query.")
{
    public override bool IsValid(object? value) => value is null
        || (value is string text && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" && text.IndexOfAny(['?', '#', '\\', ' ']) < 0 && address.UserInfo.Length == 0);
}

/// <summary>Scopes as RFC 6749 has them, with <c>openid</c> among them.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ScopesAttribute() : ValidationAttribute("Scopes are words separated by single spaces, and openid is one of them.")
{
    public override bool IsValid(object? value) => value is null
        || (value is string text && text.Split(' ') is var scopes && scopes.Contains("openid", StringComparer.Ordinal) && Array.TrueForAll(scopes, s => s.Length > 0 && s.All(c => c is > ' ' and < (char)127 and not '"' and not '\\')));
}
