using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace OllamaNet.Benchmarks.Seeding;

/// <summary>Fills a database that has the product's schema with accounts and with entries of the audit log, spread over the last year. Hashes of the chain are made up.</summary>
internal sealed class SeedAdministration(string connectionString)
{
    private const int Batch = 1_000_000;

    /// <summary>Accounts that log in are among them: <c>user0</c>, <c>user1</c>, … have no password.</summary>
    public async Task FillAsync(int users, int entries, Action<string> say)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, "SET maintenance_work_mem = '1GB'; SET max_parallel_maintenance_workers = 0; SET synchronous_commit = off");
        var began = Stopwatch.GetTimestamp();
        await ExecuteAsync(connection, $"""
            WITH made AS (
                INSERT INTO auth.users (id, user_name, normalized_user_name, email, normalized_email, email_confirmed, display_name, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count,
                    security_stamp, security_version, created_at, disabled_at)
                SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(i::text), 1, 3) || '8' || substr(md5(i::text), 4, 15))::uuid,
                    name, upper(name), name || '@example.org', upper(name) || '@EXAMPLE.ORG', true, initcap(word) || ' ' || initcap(reverse(word)), false, false, true, 0, md5(name), 1, at,
                    CASE WHEN i % 97 = 0 THEN at END
                FROM (SELECT i, 'user' || i AS name, translate(substr(md5('w' || i), 1, 7), '0123456789', 'ghijklmnop') AS word, now() - interval '1 year' * (1 - i / {users}::float8) AS at FROM generate_series(0, {users - 1}) AS i) AS u
                RETURNING id)
            INSERT INTO auth.user_roles (user_id, role_id) SELECT m.id, r.id FROM made AS m, auth.roles AS r WHERE r.name = 'User'
            """);
        await ExecuteAsync(connection, "VACUUM (ANALYZE) auth.users");
        await ExecuteAsync(connection, "VACUUM (ANALYZE) auth.user_roles");
        Say("accounts", users, began);

        began = Stopwatch.GetTimestamp();
        await ExecuteAsync(connection, "SELECT platform.make_audit_month((date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => back))::date) FROM generate_series(1, 12) AS back");
        var indexes = await IndexesAsync(connection);
        foreach (var (name, _) in indexes) await ExecuteAsync(connection, $"DROP INDEX {name}");
        for (var first = 0; first < entries; first += Batch)
        {
            // Half of them logins, a twentieth failures, one in a thousand something rare.
            await ExecuteAsync(connection, $"""
                INSERT INTO platform.audit (id, at, actor_id, actor_name, action, target_kind, target_id, target_name, outcome, ip, agent, after, seq, hash)
                SELECT md5('a' || i)::uuid, now() - interval '1 year' * (1 - i / {entries}::float8), md5(actor::text)::uuid, 'user' || actor,
                    CASE WHEN i % 1000 = 0 THEN 'node.changed' WHEN i % 2 = 0 THEN 'auth.login' WHEN i % 5 = 0 THEN 'conversation.deleted' WHEN i % 7 = 0 THEN 'key.created' ELSE 'auth.logout' END,
                    CASE WHEN i % 1000 = 0 THEN 'node' ELSE 'user' END, CASE WHEN i % 1000 = 0 THEN 'gpu-' || i % 40 ELSE md5(actor::text)::uuid::text END, CASE WHEN i % 1000 = 0 THEN 'gpu-' || i % 40 ELSE 'user' || actor END,
                    CASE WHEN i % 20 = 0 THEN 1 ELSE 0 END, '10.' || actor % 200 || '.' || actor % 251 || '.' || actor % 241, 'Mozilla/5.0 (X11; Linux x86_64) Chromium/' || 100 + actor % 40, NULL, i + 1, decode(md5(i::text) || md5('h' || i), 'hex')
                FROM (SELECT i, abs(hashint4(i)) % {users} AS actor FROM generate_series({first}, {Math.Min(first + Batch, entries) - 1}) AS i) AS e
                """);
        }

        await ExecuteAsync(connection, $"UPDATE platform.audit_head SET seq = {entries}");
        Say("entries", entries, began);
        began = Stopwatch.GetTimestamp();
        foreach (var (_, definition) in indexes) await ExecuteAsync(connection, definition);
        await ExecuteAsync(connection, "VACUUM (ANALYZE) platform.audit");
        var size = await SizeAsync(connection);
        say(string.Create(CultureInfo.InvariantCulture, $"indexes made in {Stopwatch.GetElapsedTime(began).TotalSeconds:N0} s; database {size}"));

        void Say(string what, int count, long since) => say(string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what} in {Stopwatch.GetElapsedTime(since).TotalSeconds:N0} s"));
    }

    /// <summary>Made anew afterwards, which is faster than row by row; not the one by which the running product finds what is not linked yet.</summary>
    private static async Task<List<(string Name, string Definition)>> IndexesAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'platform.audit'::regclass AND NOT indisprimary AND indpred IS NULL", connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<(string, string)> indexes = [];
        while (await reader.ReadAsync()) indexes.Add((reader.GetString(0), reader.GetString(1).Replace(" ON ONLY ", " ON ", StringComparison.Ordinal)));
        return indexes;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> SizeAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT pg_size_pretty(pg_database_size(current_database()))", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
