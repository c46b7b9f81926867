namespace OllamaNet.Auth.Login;

/// <summary>Failed attempts on one login name, whether or not it belongs to anybody.</summary>
internal sealed class LoginFailure
{
    /// <summary>A keyed hash: people type passwords into the wrong field.</summary>
    public required byte[] LoginHash { get; init; }

    public required int Failures { get; init; }

    public required DateTimeOffset LastAt { get; init; }

    public DateTimeOffset? BlockedUntil { get; init; }
}
