using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Platform.Http;

/// <summary>Where this server may call out to for what administrators set up, such as single sign-on.</summary>
public sealed class OutgoingOptions
{
    public const string Section = "Outgoing";

    /// <summary>Private targets that may be called besides public ones, each with host and port exactly as its address has them, separated by commas: <c>login.example.lan:8443, 10.0.0.5:443</c>. They may be called without TLS too.</summary>
    [MaxLength(2000), RegularExpression(@"\s*([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}(\s*,\s*([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5})*\s*", MatchTimeoutInMilliseconds = 100)]
    public string? PrivateTargets { get; init; }

    /// <summary>Seconds that a called server has for its whole answer.</summary>
    [Range(1, 120)] public int Seconds { get; init; } = 10;
}
