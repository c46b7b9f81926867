namespace OllamaNet.Contracts.Auth;

/// <summary>An account is gone for good, and whatever belonged to it goes too. Published twice: what was being written at the first time is found at the second.</summary>
public sealed record UserDeleted(Guid UserId) : IntegrationEvent;
