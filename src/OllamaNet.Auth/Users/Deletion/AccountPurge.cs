using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OllamaNet.Auth.Data;
using OllamaNet.Contracts.Auth;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Messaging;

namespace OllamaNet.Auth.Users.Deletion;

/// <summary>Removes for good, once an hour and when somebody asks for it at once, the accounts whose grace is over. What other roles hold of them goes by event.</summary>
internal sealed class AccountPurge(IServiceScopeFactory scopes, OutboxDispatcher<AuthDb> outbox, TimeProvider time, ILogger<AccountPurge> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1), Again = TimeSpan.FromMinutes(10);

    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => _wakes.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var timer = time.CreateTimer(_ => Wake(), null, Interval, Interval);
        while (await _wakes.Reader.WaitToReadAsync(stoppingToken))
        {
            while (_wakes.Reader.TryRead(out _)) continue;
            try
            {
                await PurgeAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.AccountsKept(exception);
            }
        }
    }

    internal async Task PurgeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDb>();
        foreach (var id in await db.Users.Where(u => u.PurgeAt <= now).Select(u => u.Id).ToListAsync(cancellationToken))
        {
            await using var one = scopes.CreateAsyncScope();
            await RemoveAsync(one.ServiceProvider, id, now, cancellationToken);
        }

        outbox.Wake();
    }

    private async Task RemoveAsync(IServiceProvider services, Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<AuthDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var removed = await db.Database.SqlQuery<string>($"""DELETE FROM auth.users WHERE id = {id} AND purge_at <= {now} RETURNING user_name AS "Value" """).ToListAsync(cancellationToken);
        // Somebody brought it back in this moment, or another process was faster.
        if (removed is not [var name]) return;

        db.Publish(new UserDeleted(id));
        db.Publish(new UserDeleted(id), notBefore: now + Again);
        await db.SaveChangesAsync(cancellationToken);
        await services.GetRequiredService<AuditLog>().RecordAsync(db, AuditEntry.On(AuditActions.UserDeleted, "user", id, name), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        logger.AccountRemoved(id);
    }
}
