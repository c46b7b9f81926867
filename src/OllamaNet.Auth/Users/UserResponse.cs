namespace OllamaNet.Auth.Users;

public sealed record UserResponse(Guid Id, string UserName, string Email, IReadOnlyList<string> Roles, DateTimeOffset CreatedAt);
