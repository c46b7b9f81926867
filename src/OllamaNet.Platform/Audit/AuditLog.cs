using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using OllamaNet.Platform.Security;

namespace OllamaNet.Platform.Audit;

/// <summary>
/// Records who did what. An entry is a row at once, in the transaction of the change where there is one: what is not recorded did not happen.
/// <see cref="AuditChainer"/> links the rows afterwards.
/// </summary>
public sealed class AuditLog
{
    private const int LongestAgent = 300, LongestName = 200;

    private const string Sql = """
        INSERT INTO platform.audit (id, actor_id, actor_name, key_id, key_name, action, target_kind, target_id, target_name, outcome, ip, agent, before, after)
        VALUES ($1, $2, (SELECT user_name FROM platform.principals WHERE user_id = $2), $3, (SELECT name FROM platform.api_keys WHERE id = $3), $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """;

    private readonly NpgsqlDataSource _dataSource;
    private readonly IHttpContextAccessor _context;
    private readonly AuditSignal _signal;

    internal AuditLog(NpgsqlDataSource dataSource, IHttpContextAccessor context, AuditSignal signal) => (_dataSource, _context, _signal) = (dataSource, context, signal);

    /// <summary>What is no change: a failed login, a download.</summary>
    public async Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        await using var command = Command(entry);
        await using var connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        command.Connection = connection;
        await command.ExecuteNonQueryAsync(cancellationToken);
        _signal.Wake();
    }

    /// <summary>In the context's transaction when it has one.</summary>
    public async Task RecordAsync(DbContext db, AuditEntry entry, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is not { } transaction)
        {
            await RecordAsync(entry, cancellationToken);
            return;
        }

        await using var command = Command(entry);
        (command.Connection, command.Transaction) = ((NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)transaction.GetDbTransaction());
        await command.ExecuteNonQueryAsync(cancellationToken);
        _signal.Wake();
    }

    /// <summary>In the connection's transaction.</summary>
    internal async Task RecordAsync(NpgsqlConnection connection, AuditEntry entry, CancellationToken cancellationToken)
    {
        await using var command = Command(entry);
        command.Connection = connection;
        await command.ExecuteNonQueryAsync(cancellationToken);
        _signal.Wake();
    }

    /// <summary>Makes the change and records it, both or neither. Nothing is recorded when no row changed.</summary>
    /// <param name="change">Such as <c>db.SaveChangesAsync</c>; answers with the number of rows.</param>
    /// <returns>The number of rows.</returns>
    public async Task<int> RecordAsync(DbContext db, Func<CancellationToken, Task<int>> change, AuditEntry entry, CancellationToken cancellationToken)
    {
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        var changed = await change(cancellationToken);
        if (changed > 0) await RecordAsync(db, entry, cancellationToken);
        if (transaction is not null) await transaction.CommitAsync(cancellationToken);
        return changed;
    }

    private NpgsqlCommand Command(AuditEntry entry)
    {
        var context = _context.HttpContext;
        var user = context is null ? null : CurrentUser.TryFrom(context.User);
        return new(Sql)
        {
            Parameters =
            {
                new() { Value = Guid.CreateVersion7() },
                Or(entry.ActorId ?? user?.Id, NpgsqlDbType.Uuid),
                Or(user?.KeyId, NpgsqlDbType.Uuid),
                new() { Value = entry.Action },
                Or(entry.TargetKind, NpgsqlDbType.Text),
                Or(Cut(entry.TargetId, LongestName), NpgsqlDbType.Text),
                Or(Cut(entry.TargetName, LongestName), NpgsqlDbType.Text),
                new() { Value = (short)entry.Outcome },
                Or(AddressOf(context), NpgsqlDbType.Text),
                Or(Cut(context?.Request.Headers.UserAgent.ToString(), LongestAgent), NpgsqlDbType.Text),
                Or(AuditJson.Of(entry.Before), NpgsqlDbType.Text),
                Or(AuditJson.Of(entry.After), NpgsqlDbType.Text),
            },
        };
    }

    private static string? AddressOf(HttpContext? context) =>
        context?.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : null;

    // NUL and half a character are in no column of text.
    private static string? Cut(string? text, int length) =>
        string.IsNullOrEmpty(text) ? null : string.Concat(text.EnumerateRunes().Where(r => r.Value != 0).Take(length));

    private static NpgsqlParameter Or(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
