using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Platform.Security;

public sealed class SecurityOptions
{
    public const string Section = "Security";

    /// <summary>Who issues access tokens (<c>iss</c>). The same in every process of an installation.</summary>
    [Required] public string Issuer { get; init; } = "ollamanet";

    /// <summary>Whom access tokens are for (<c>aud</c>).</summary>
    [Required] public string Audience { get; init; } = "ollamanet";

    /// <summary>How long an access token lasts. At most 15 minutes: revocations are remembered for 16.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:15:00")] public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long after logging in, or proving it again, dangerous actions are done without asking who is there.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")] public TimeSpan FreshLogin { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a key signs before a new one takes over.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")] public TimeSpan SigningKeyLifetime { get; init; } = TimeSpan.FromDays(90);
}
