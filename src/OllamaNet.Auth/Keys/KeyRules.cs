using Microsoft.AspNetCore.Http.HttpResults;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Keys;

/// <summary>What a key may not be, beyond the form of its fields.</summary>
internal static class KeyRules
{
    private const int ModelLength = 200;

    public static ProblemHttpResult? Fault(string[]? models, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        if (models?.Any(m => m is not { Length: > 0 and <= ModelLength }) is true) return Problems.Invalid("models", $"A model's name has 1 to {ModelLength} characters.");
        return expiresAt <= now ? Problems.Invalid("expiresAt", "This time has passed.") : null;
    }

    public static ProblemHttpResult? FaultOfScopes(string[] scopes, CurrentUser owner)
    {
        if (scopes.Any(s => !Permissions.All.Contains(s, StringComparer.Ordinal)))
            return Problems.Invalid("scopes", $"Scopes are {string.Join(", ", Permissions.All)}.");
        return scopes.FirstOrDefault(s => !owner.May(s)) is { } beyond ? Problems.Invalid("scopes", $"You may not do '{beyond}' yourself, so no key of yours may.") : null;
    }
}
