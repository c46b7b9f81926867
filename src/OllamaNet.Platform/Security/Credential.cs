using Microsoft.AspNetCore.Http;

namespace OllamaNet.Platform.Security;

/// <summary>What a caller shows, wherever he shows it: the restrictions hang on the principal behind it and not on the header that carried it.</summary>
internal static class Credential
{
    public const string KeyHeader = "x-api-key";
    private const string Prefix = "Bearer ";

    /// <returns>Null when there is none. <c>Ambiguous</c>: two different ones.</returns>
    public static (string? Value, bool Ambiguous) Of(IHeaderDictionary headers)
    {
        var authorization = headers.Authorization.ToString();
        var bearer = authorization.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? authorization[Prefix.Length..] : null;
        if (!headers.TryGetValue(KeyHeader, out var values) || values.ToString() is not { Length: > 0 } key) return (bearer, false);
        return authorization.Length > 0 && !string.Equals(bearer, key, StringComparison.Ordinal) ? (null, true) : (key, false);
    }
}
