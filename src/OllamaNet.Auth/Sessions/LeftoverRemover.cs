using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Login;

namespace OllamaNet.Auth.Sessions;

/// <summary>Removes sessions that ended a week ago and failed logins that no longer count, hourly.</summary>
internal sealed class LeftoverRemover(IServiceScopeFactory scopes, TimeProvider time, ILogger<LeftoverRemover> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1), Kept = TimeSpan.FromDays(7);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await WaitAsync(timer, stoppingToken))
        {
            try
            {
                await RemoveAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LeftoversKept(exception);
            }
        }
    }

    internal async Task RemoveAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDb>();
        var sessions = await db.Sessions.Where(s => s.ExpiresAt < now - Kept || s.RevokedAt < now - Kept).ExecuteDeleteAsync(cancellationToken);
        var failures = await db.LoginFailures.Where(f => f.LastAt < now - LoginThrottle.Forgotten).ExecuteDeleteAsync(cancellationToken);
        await db.AccountTokens.Where(t => t.ExpiresAt < now - Kept).ExecuteDeleteAsync(cancellationToken);
        await db.SsoSpentAttempts.Where(s => s.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        await db.PasskeyChallenges.Where(c => c.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        await db.Invitations.Where(i => i.ExpiresAt < now - Kept).ExecuteDeleteAsync(cancellationToken);
        if (sessions + failures > 0) logger.LeftoversRemoved(sessions, failures);
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
