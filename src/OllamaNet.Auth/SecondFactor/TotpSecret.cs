namespace OllamaNet.Auth.SecondFactor;

/// <summary>What somebody's authenticator app shares with the server.</summary>
internal sealed class TotpSecret
{
    public required Guid UserId { get; init; }

    public required byte[] SealedSecret { get; init; }

    /// <summary>Null while its owner has not shown that the app has it: nothing asks for it until then.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>The newest step whose code was taken: neither it nor an older one is taken again.</summary>
    public required long LastStep { get; init; }
}
