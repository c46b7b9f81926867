using Microsoft.AspNetCore.Identity;

namespace OllamaNet.Auth.Users;

internal sealed class User : IdentityUser<Guid>
{
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Raised to end every access token issued before.</summary>
    public int SecurityVersion { get; private set; } = 1;
}
