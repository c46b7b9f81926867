using System.Text.Json;

namespace OllamaNet.Auth.Sso.Protocol;

/// <summary>Whom a provider says somebody is.</summary>
internal sealed record SsoIdentity(SsoProvider Provider, string Issuer, string Subject, IReadOnlyDictionary<string, JsonElement> Claims)
{
    private const int LongestText = 300;

    public string? Email => Text("email");

    /// <summary>Some providers say it as a text.</summary>
    public bool EmailVerified => Claims.TryGetValue("email_verified", out var verified) && (verified.ValueKind is JsonValueKind.True || (verified.ValueKind is JsonValueKind.String && verified.ValueEquals("true")));

    public string? Text(string claim) => Claims.TryGetValue(claim, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 and <= LongestText } text ? text : null;

    public bool Has(string claim, string value) => Find(claim) is { } found && (found.ValueKind is JsonValueKind.Array ? found.EnumerateArray().Any(e => Is(e, value)) : Is(found, value));

    private JsonElement? Find(string claim)
    {
        if (Claims.TryGetValue(claim, out var whole)) return whole;
        var path = claim.Split('.');
        if (path.Length < 2 || !Claims.TryGetValue(path[0], out var found)) return null;
        foreach (var name in path.AsSpan(1))
            if (found.ValueKind is not JsonValueKind.Object || !found.TryGetProperty(name, out found)) return null;
        return found;
    }

    private static bool Is(JsonElement element, string value) => element.ValueKind switch
    {
        JsonValueKind.String => element.ValueEquals(value),
        JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number => element.GetRawText() == value,
        _ => false,
    };
}
