using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;
using OllamaNet.Platform.Data;

namespace OllamaNet.Platform.Audit;

/// <param name="Action">A whole name, or the part before the dot: <c>auth</c> is all of <c>auth.…</c></param>
/// <param name="Actor">Name or id of who did it.</param>
/// <param name="Target">Kind, name or id of what it was done to.</param>
/// <param name="Text">Part of a name, an id, an address, an action or a program's name.</param>
public sealed record AuditFilter(string? Actor, string? Action, string? Target, AuditOutcome? Outcome, DateTimeOffset? From, DateTimeOffset? To, string? Text);

/// <summary>Reads entries, newest first.</summary>
public sealed class AuditReader
{
    /// <summary>As in the index.</summary>
    private const string Words = "(coalesce(actor_name, '') || ' ' || coalesce(key_name, '') || ' ' || action || ' ' || coalesce(target_id, '') || ' ' || coalesce(target_name, '') || ' ' || coalesce(ip, '') || ' ' || coalesce(agent, ''))";

    private readonly NpgsqlDataSource _dataSource;

    internal AuditReader(NpgsqlDataSource dataSource) => _dataSource = dataSource;

    public async Task<List<AuditRow>> ListAsync(AuditFilter filter, int limit, (DateTimeOffset Time, Guid Id)? after, CancellationToken cancellationToken)
    {
        List<AuditRow> rows = [];
        await foreach (var row in ReadAsync(filter, limit, after, cancellationToken)) rows.Add(row);
        return rows;
    }

    /// <summary>Row by row as they come from the database; however many there are, few are in memory.</summary>
    /// <param name="limit">Null: all.</param>
    public async IAsyncEnumerable<AuditRow> ReadAsync(AuditFilter filter, int? limit, (DateTimeOffset Time, Guid Id)? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = _dataSource.CreateCommand();
        if (limit is null) command.CommandTimeout = 0;
        var sql = new StringBuilder($"SELECT {AuditRow.Columns} FROM platform.audit WHERE true");
        string Value(object value)
        {
            command.Parameters.Add(new() { Value = value });
            return $"${command.Parameters.Count}";
        }

        // Everything of the request is a parameter.
        if (filter.Actor is { } actor) sql.Append(Guid.TryParse(actor, out var id) ? $" AND actor_id = {Value(id)}" : $" AND actor_name = {Value(actor)}");
        if (filter.Action is { } action) sql.Append(action.Contains('.', StringComparison.Ordinal) ? $" AND action = {Value(action)}" : $" AND action LIKE {Value(LikePattern.BeginningWith(action + "."))}");
        if (filter.Target is { } target)
        {
            var place = Value(target);
            sql.Append($" AND (target_id = {place} OR target_kind = {place} OR target_name = {place})");
        }

        if (filter.Outcome is { } outcome) sql.Append($" AND outcome = {Value((short)outcome)}");
        if (filter.From is { } from) sql.Append($" AND at >= {Value(from.UtcDateTime)}");
        if (filter.To is { } to) sql.Append($" AND at < {Value(to.UtcDateTime)}");
        if (filter.Text is { } text) sql.Append($" AND {Words} ILIKE {Value(LikePattern.Containing(text))}");
        if (after is var (time, last)) sql.Append($" AND (at, id) < ({Value(time.UtcDateTime)}, {Value(last)})");
        sql.Append(" ORDER BY at DESC, id DESC");
        if (limit is { } most) sql.Append($" LIMIT {Value(most)}");
        command.CommandText = sql.ToString();

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) yield return AuditRow.Read(reader);
    }
}
