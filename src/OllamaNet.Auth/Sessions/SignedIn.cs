using System.Text.Json.Serialization;
using OllamaNet.Auth.Users;

namespace OllamaNet.Auth.Sessions;

/// <param name="ExpiresIn">Seconds until the access token expires.</param>
/// <param name="RefreshToken">Exchanged for the next one by <c>refresh</c>; left out when it went into the cookie.</param>
public sealed record SignedIn(
    UserResponse User, string AccessToken, string TokenType, int ExpiresIn, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RefreshToken)
{
    internal static SignedIn Example { get; } = new(
        new(new("01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a10"), "ada", "ada@example.org", ["User"], new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero)),
        "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6Ii4uLiJ9.…", "Bearer", 900, "onr_AZOcHm9KfDuaUV0cD296EAAAAAB…");
}

/// <summary>Where the refresh token goes: into the body, or into a cookie that scripts cannot read.</summary>
public enum SessionMode { Token, Cookie }
