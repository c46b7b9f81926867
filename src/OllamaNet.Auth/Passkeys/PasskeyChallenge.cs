namespace OllamaNet.Auth.Passkeys;

/// <summary>What a challenge is for. The numbers are stored.</summary>
internal enum ChallengeUse { Add = 1, LogIn = 2, ProveAgain = 3 }

/// <summary>What an authenticator was asked to sign. The browser that asked holds the other half in a cookie; the row goes when it is answered.</summary>
internal sealed class PasskeyChallenge
{
    /// <summary>Of the cookie.</summary>
    public required byte[] Hash { get; init; }

    public required ChallengeUse Use { get; init; }

    /// <summary>Who is logged in; null at the login.</summary>
    public Guid? UserId { get; init; }

    /// <summary>What Identity wants to see again.</summary>
    public required string State { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
