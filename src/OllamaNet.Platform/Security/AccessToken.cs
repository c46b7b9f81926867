namespace OllamaNet.Platform.Security;

/// <summary>What an access token says.</summary>
/// <param name="UserId"><c>sub</c></param>
/// <param name="SessionId"><c>sid</c>: the login it belongs to.</param>
/// <param name="Version"><c>ver</c>: the user's security version; raised to make every earlier token worthless.</param>
public sealed record AccessToken(Guid UserId, Guid SessionId, int Version, IReadOnlyList<string> Roles)
{
    /// <summary><c>auth_time</c>: when the session's owner last proved who they are.</summary>
    public DateTimeOffset? ProvenAt { get; init; }
}
