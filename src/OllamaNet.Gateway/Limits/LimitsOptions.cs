using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Gateway.Limits;

/// <summary>How much one address and one user may ask. Every limit is a bucket: so much at once, refilled so much a minute.</summary>
internal sealed class LimitsOptions
{
    public const string Section = "Limits";

    /// <summary>Off only where something in front limits.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Requests of one address (IPv6: one /64).</summary>
    [Required] public Rate Address { get; init; } = new() { Burst = 600, PerMinute = 1200 };

    /// <summary>Requests of one signed-in user, from all addresses; calls of models have limits of their own (CallLimits).</summary>
    [Required] public Rate User { get; init; } = new() { Burst = 600, PerMinute = 1200 };

    /// <summary>Failed attempts of one address to sign in or to refresh. Successful ones do not count.</summary>
    [Required] public Rate SignIn { get; init; } = new() { Burst = 30, PerMinute = 30 };

    /// <summary>New accounts from one address.</summary>
    [Required] public Rate Registration { get; init; } = new() { Burst = 10, PerMinute = 10 };

    /// <summary>Shared links of one address that open nothing. Those that open do not count.</summary>
    [Required] public Rate SharedLink { get; init; } = new() { Burst = 30, PerMinute = 30 };

    /// <summary>This machine itself may ask this many times more, except for failed attempts to sign in and to open links.</summary>
    [Range(1, 1000)] public int LoopbackFactor { get; init; } = 20;
}

internal sealed record Rate
{
    /// <summary>At once.</summary>
    [Range(1, 1_000_000)] public int Burst { get; init; } = 1;

    /// <summary>Refill.</summary>
    [Range(1, 1_000_000)] public int PerMinute { get; init; } = 1;

    public Rate Times(int factor) => new() { Burst = Burst * factor, PerMinute = PerMinute * factor };
}
