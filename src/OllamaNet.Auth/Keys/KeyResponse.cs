using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using OllamaNet.Platform.Security.Keys;

namespace OllamaNet.Auth.Keys;

/// <summary>What is left out is as much as the owner may.</summary>
public sealed record KeyLimits(
    [Range(1, 1_000_000)] int? RequestsPerMinute = null, [Range(1, 1_000_000_000)] int? TokensPerMinute = null, [Range(1, 100_000)] int? ConcurrentStreams = null);

/// <param name="Prefix">The beginning of the key, to tell it from others.</param>
/// <param name="Scopes">Permissions.</param>
/// <param name="Models">Null: all that the owner may use.</param>
/// <param name="LastUsedAt">A few seconds late.</param>
public sealed record KeyResponse(
    Guid Id, string Name, string Prefix, IReadOnlyList<string> Scopes, IReadOnlyList<string>? Models, DateTimeOffset? ExpiresAt, KeyLimits? Limits, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt)
{
    /// <summary>The key itself: here, once, and nowhere again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Key { get; init; }

    /// <summary>Whose it is, for administrators.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public Guid? OwnerId { get; init; }

    /// <summary>The owner's name, for administrators.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? OwnerName { get; init; }

    internal static KeyResponse Example { get; } = new(
        new("01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a20"), "laptop", "onk_Qm3vT9aZ", ["models.use"], null, null, new(RequestsPerMinute: 60), new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero), null);

    internal static KeyResponse Of(ApiKey key) => new(
        key.Id, key.Name, key.Prefix, key.Scopes, key.Models, key.ExpiresAt,
        key.RequestsPerMinute is null && key.TokensPerMinute is null && key.ConcurrentStreams is null ? null : new(key.RequestsPerMinute, key.TokensPerMinute, key.ConcurrentStreams),
        key.CreatedAt, key.LastUsedAt);
}

public sealed record KeyList(IReadOnlyList<KeyResponse> Items);
