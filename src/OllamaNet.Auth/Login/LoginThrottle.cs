using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OllamaNet.Auth.Data;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Login;

/// <summary>
/// After five wrong passwords a login name rests for 30 seconds, then for twice as long each time, up to 15 minutes. Sessions that are open go on.
/// Counted by what was typed, so that a name nobody has behaves like any other.
/// </summary>
internal sealed class LoginThrottle(AuthDb db, LoginHashKey key, TimeProvider time, ILogger<LoginThrottle> logger)
{
    private const int Free = 5;
    private static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(30), LongestRest = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    public byte[] HashOf(string normalizedLogin) => HMACSHA256.HashData(key.Value, Encoding.UTF8.GetBytes(normalizedLogin));

    public Task<LoginFailure?> FindAsync(byte[] loginHash, CancellationToken cancellationToken) =>
        db.LoginFailures.AsNoTracking().SingleOrDefaultAsync(f => f.LoginHash == loginHash, cancellationToken);

    /// <summary>How long this name still has to rest.</summary>
    public TimeSpan? RestOf(LoginFailure? known) => known?.BlockedUntil - time.GetUtcNow() is { } rest && rest > TimeSpan.Zero ? rest : null;

    public async Task FailAsync(byte[] loginHash, LoginFailure? known, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var failures = known is null || now - known.LastAt > Forgotten ? 1 : known.Failures + 1;
        DateTimeOffset? blockedUntil = failures < Free ? null : now + RestAfter(failures);

        // Attempts at the same time must not count as one.
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO auth.login_failures AS f (login_hash, failures, last_at, blocked_until) VALUES ({loginHash}, {failures}, {now}, {blockedUntil})
            ON CONFLICT (login_hash) DO UPDATE SET
                failures = CASE WHEN {failures} = 1 AND f.last_at < {now - Forgotten} THEN 1 ELSE f.failures + 1 END,
                last_at = {now},
                blocked_until = greatest(f.blocked_until, {blockedUntil})
            """,
            cancellationToken);
        if (blockedUntil is { } until) logger.LoginBlocked(Convert.ToHexString(loginHash.AsSpan(0, 8)), failures, until);
    }

    public Task ForgetAsync(byte[] loginHash, CancellationToken cancellationToken) =>
        db.LoginFailures.Where(f => f.LoginHash == loginHash).ExecuteDeleteAsync(cancellationToken);

    internal static TimeSpan RestAfter(int failures) =>
        TimeSpan.FromSeconds(Math.Min(FirstRest.TotalSeconds * Math.Pow(2, failures - Free), LongestRest.TotalSeconds));
}

/// <summary>What login names are hashed with.</summary>
internal sealed class LoginHashKey(MasterKey masterKey)
{
    public byte[] Value { get; } = masterKey.Derive("login-names");
}
