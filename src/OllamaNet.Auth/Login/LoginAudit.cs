using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Platform.Audit;

namespace OllamaNet.Auth.Login;

internal static class LoginAudit
{
    /// <summary>Names the account that was tried, where there is one; not what was typed: people type passwords into the wrong field.</summary>
    public static async Task LoginFailedAsync(this AuditLog audit, AuthDb db, ILookupNormalizer normalizer, string login, string reason, CancellationToken cancellationToken)
    {
        var normalized = normalizer.NormalizeName(login);
        var tried = await db.Users.Where(u => u.NormalizedUserName == normalized || u.NormalizedEmail == normalized).Select(u => new { u.Id, u.UserName }).FirstOrDefaultAsync(cancellationToken);
        var entry = tried is null ? new AuditEntry(AuditActions.Login) : AuditEntry.On(AuditActions.Login, "user", tried.Id, tried.UserName);
        await audit.RecordAsync(entry with { Outcome = AuditOutcome.Failure, After = new { reason } }, cancellationToken);
    }
}
