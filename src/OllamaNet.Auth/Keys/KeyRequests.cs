using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Auth.Keys;

/// <param name="Scopes">Permissions that the key has as far as its owner has them; left out: <c>models.use</c>.</param>
/// <param name="Models">Models it is for; left out: all that its owner may use.</param>
/// <param name="ExpiresAt">Left out: never.</param>
/// <param name="Limits">Its own, below those of its owner.</param>
public sealed record CreateKeyRequest(
    [Required, StringLength(100, MinimumLength = 1)] string Name, [MinLength(1), MaxLength(20)] string[]? Scopes = null, [MinLength(1), MaxLength(100)] string[]? Models = null,
    DateTimeOffset? ExpiresAt = null, KeyLimits? Limits = null);

/// <summary>What is left out stays; a null takes away.</summary>
public sealed record UpdateKeyRequest
{
    /// <summary>A name for its owner.</summary>
    [StringLength(100, MinimumLength = 1)]
    public string? Name { get; init; }

    /// <summary>Null: all that its owner may use.</summary>
    [MinLength(1), MaxLength(100)]
    public string[]? Models
    {
        get;
        init => (field, HasModels) = (value, true);
    }

    /// <summary>Null: never.</summary>
    public DateTimeOffset? ExpiresAt
    {
        get;
        init => (field, HasExpiry) = (value, true);
    }

    /// <summary>Null: none of its own.</summary>
    public KeyLimits? Limits
    {
        get;
        init => (field, HasLimits) = (value, true);
    }

    internal bool HasModels { get; private init; }

    internal bool HasExpiry { get; private init; }

    internal bool HasLimits { get; private init; }
}
