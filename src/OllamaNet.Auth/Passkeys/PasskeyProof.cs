using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Audit;

namespace OllamaNet.Auth.Passkeys;

/// <summary>Takes what a browser made of a challenge, once.</summary>
internal sealed class PasskeyProof(IPasskeyHandler<User> handler, PasskeyChallenges challenges, PasskeyBook book, AuditLog audit, ILogger<PasskeyProof> logger)
{
    /// <param name="userId">Whose it has to be; null: whose it is.</param>
    /// <param name="action">What it is asked for, as it is recorded when it is refused.</param>
    /// <returns>Who that was; null when it proves nothing.</returns>
    public async Task<Guid?> TakeAsync(HttpContext context, JsonElement credential, ChallengeUse use, Guid? userId, string action, CancellationToken cancellationToken)
    {
        if (await challenges.TakeAsync(context, use, userId, cancellationToken) is { } state && credential.ValueKind is JsonValueKind.Object)
        {
            var result = await handler.PerformAssertionAsync(new() { HttpContext = context, CredentialJson = credential.GetRawText(), AssertionState = state });
            if (result.Succeeded && await book.UseAsync(result.User.Id, result.Passkey, cancellationToken)) return result.User.Id;
            logger.PasskeyRefused(result.Failure?.Message);
        }

        var entry = userId is { } id ? AuditEntry.On(action, "user", id) : new AuditEntry(action);
        await audit.RecordAsync(entry with { Outcome = AuditOutcome.Failure, After = new { reason = "passkey-refused" } }, cancellationToken);
        return null;
    }
}
