using Microsoft.EntityFrameworkCore;

namespace OllamaNet.Platform.Security;

public static class RevocationWriter
{
    internal const string Channel = "ollamanet_revocations";

    /// <summary>
    /// Makes tokens worthless in every process within 5 seconds of the commit. Part of the context's transaction when there is one.
    /// Afterwards <see cref="Revocations.RefreshAsync"/> makes it so in this process at once.
    /// </summary>
    /// <param name="minimumVersion">Tokens below it are refused; null refuses all of the subject's.</param>
    public static Task RevokeAsync(this DbContext db, RevocationKind kind, Guid subject, int? minimumVersion, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            WITH revoked AS (
                INSERT INTO platform.revocations (kind, subject, minimum_version) VALUES ({(int)kind}, {subject}, {minimumVersion}))
            SELECT pg_notify({Channel}, '')
            """,
            cancellationToken);

    /// <summary>The same for many subjects at once, of which all is refused.</summary>
    public static Task RevokeManyAsync(this DbContext db, RevocationKind kind, IReadOnlyCollection<Guid> subjects, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. subjects];
        return db.Database.ExecuteSqlAsync(
            $"""
            WITH revoked AS (
                INSERT INTO platform.revocations (kind, subject) SELECT {(int)kind}, subject FROM unnest({ids}) AS subject)
            SELECT pg_notify({Channel}, '')
            """,
            cancellationToken);
    }
}
