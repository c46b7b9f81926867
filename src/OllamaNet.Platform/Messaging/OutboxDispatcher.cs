using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OllamaNet.Platform.Data;

namespace OllamaNet.Platform.Messaging;

/// <summary>
/// Hands the events of one schema to their consumers: at least once, in parallel, with back-off. A row is taken by moving its due time,
/// so that several processes share the work and a killed one loses nothing.
/// </summary>
public sealed class OutboxDispatcher<TContext>(NpgsqlDataSource dataSource, IServiceScopeFactory scopes, IServiceProvider services, ILogger<OutboxDispatcher<TContext>> logger)
    : BackgroundService where TContext : DbContext, IModuleDb
{
    private const int BatchSize = 20;
    private const int MaxAttempts = 8;
    private static readonly TimeSpan IdlePoll = TimeSpan.FromSeconds(5);

    private static readonly string TakeSql = $"""
        UPDATE {TContext.Schema}.outbox SET due_at = now() + interval '5 minutes', attempts = attempts + 1
        WHERE id IN (SELECT id FROM {TContext.Schema}.outbox WHERE due_at <= now() AND attempts < {MaxAttempts} ORDER BY due_at LIMIT {BatchSize} FOR UPDATE SKIP LOCKED)
        RETURNING id, type, payload, attempts
        """;

    private readonly ILookup<string, ConsumerRegistration> _consumers = services.GetServices<ConsumerRegistration>().ToLookup(c => c.EventType, StringComparer.Ordinal);
    private readonly SemaphoreSlim _wake = new(0);

    /// <summary>Something was published: look now rather than at the next poll.</summary>
    public void Wake()
    {
        if (_wake.CurrentCount == 0) _wake.Release();
    }

    public override void Dispose()
    {
        base.Dispose();
        _wake.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var taken = 0;
            try
            {
                // Not cancelled: what the database has handed out would wait for its lease, and nobody would know of it.
                var batch = await TakeAsync(CancellationToken.None);
                taken = batch.Count;
                await DeliverAsync(batch, stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                logger.OutboxUnreachable(TContext.Schema, e.GetType().Name);
            }

            if (taken < BatchSize) await _wake.WaitAsync(IdlePoll, stoppingToken);
        }
    }

    private async Task DeliverAsync(List<(long Id, string Type, string Payload, int Attempts)> batch, CancellationToken stoppingToken)
    {
        try
        {
            await Parallel.ForEachAsync(batch, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stoppingToken }, DeliverAsync);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Those that nobody came to; the ones that were interrupted have given back their lease.
            await ExecuteAsync($"UPDATE {TContext.Schema}.outbox SET due_at = now(), attempts = attempts - 1 WHERE id = ANY($1) AND due_at > now() + interval '4 minutes'",
                CancellationToken.None, batch.ConvertAll(m => m.Id));
            throw;
        }
    }

    private async Task<List<(long Id, string Type, string Payload, int Attempts)>> TakeAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(TakeSql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<(long, string, string, int)> taken = [];
        while (await reader.ReadAsync(cancellationToken))
            taken.Add((reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3)));

        return taken;
    }

    private async ValueTask DeliverAsync((long Id, string Type, string Payload, int Attempts) message, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var consumer in _consumers[message.Type])
            {
                await using var scope = scopes.CreateAsyncScope();
                await consumer.HandleAsync(scope.ServiceProvider, message.Payload, cancellationToken);
            }

            await ExecuteAsync($"DELETE FROM {TContext.Schema}.outbox WHERE id = $1", cancellationToken, message.Id);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process stops: the next one need not wait for the lease.
            await ExecuteAsync($"UPDATE {TContext.Schema}.outbox SET due_at = now(), attempts = attempts - 1 WHERE id = $1", CancellationToken.None, message.Id);
            throw;
        }
        catch (Exception e) when (e is not NpgsqlException)
        {
            // Whatever a consumer threw, the row stays and comes again: 2 s, 4 s, … and rests after the last attempt for a person to look at.
            logger.EventNotHandled(message.Type, message.Attempts, e);
            await ExecuteAsync($"UPDATE {TContext.Schema}.outbox SET due_at = now() + make_interval(secs => $2), error = $3 WHERE id = $1",
                cancellationToken, message.Id, Math.Pow(2, message.Attempts), e.GetType().Name);
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken, params object[] parameters)
    {
        await using var command = dataSource.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
