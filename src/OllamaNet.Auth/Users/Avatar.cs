namespace OllamaNet.Auth.Users;

/// <summary>A user's picture, as it was decoded and written anew.</summary>
internal sealed class Avatar
{
    public const int Side = 256;

    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>A PNG.</summary>
    public required byte[] Bytes { get; init; }
}
