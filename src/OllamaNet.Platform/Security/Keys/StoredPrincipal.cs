namespace OllamaNet.Platform.Security.Keys;

/// <summary>One row of <c>platform.principals</c>: what every role must know of a user to judge his keys. Written where users are, in the same transactions.</summary>
internal sealed class StoredPrincipal
{
    public required Guid UserId { get; init; }

    /// <summary>For people who read lists.</summary>
    public required string UserName { get; init; }

    public required string[] Roles { get; init; }

    public required int SecurityVersion { get; init; }

    public bool Disabled { get; init; }
}
