using System.Text;
using System.Text.Json;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Sso;

/// <summary>Somewhere else that people may log in: an OpenID Connect provider, as administrators set it up.</summary>
internal sealed class SsoProvider
{
    private const string Purpose = "sso-providers";

    public required Guid Id { get; init; }

    public required string Name { get; set; }

    /// <summary>What its tokens say that they are from, and where its description lies.</summary>
    public required string Issuer { get; set; }

    public required string ClientId { get; set; }

    /// <summary>Null: it knows this server without one.</summary>
    public byte[]? SealedSecret { get; private set; }

    public required string Scopes { get; set; }

    public bool Enabled { get; set; }

    /// <summary>Null: what the login page says with the name.</summary>
    public string? ButtonText { get; set; }

    public NewAccounts NewAccounts { get; set; }

    public required string RulesJson { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public IReadOnlyList<RoleRule> Rules => JsonSerializer.Deserialize<RoleRule[]>(RulesJson) ?? [];

    public static string Write(IReadOnlyList<RoleRule>? rules) => JsonSerializer.Serialize(rules ?? []);

    /// <summary>Sealed to the issuer it is for: with another one it cannot be read.</summary>
    public void SetSecret(SecretProtector protector, string? secret) => SealedSecret = string.IsNullOrEmpty(secret) ? null : protector.Protect(Purpose, Context, Encoding.UTF8.GetBytes(secret));

    public string? ReadSecret(SecretProtector protector) => SealedSecret is { } secret && protector.Unprotect(Purpose, Context, secret) is { } plain ? Encoding.UTF8.GetString(plain) : null;

    private string Context => $"{Id} {Issuer}";
}

/// <summary>What becomes of people whom a provider knows and this server does not.</summary>
public enum NewAccounts
{
    /// <summary>They stay out.</summary>
    Never,

    /// <summary>They get an account where they could register: mode, domains and approval hold.</summary>
    AsRegistration,

    /// <summary>They get an account.</summary>
    Always,
}
