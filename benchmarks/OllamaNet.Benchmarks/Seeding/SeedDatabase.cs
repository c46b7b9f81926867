using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OllamaNet.Platform.Http;

namespace OllamaNet.Benchmarks.Seeding;

/// <summary>Fills a database that has the product's schema with conversations, by COPY. The same seed gives the same rows.</summary>
internal sealed class SeedDatabase(string connectionString, int seed = 1)
{
    private const string Model = "once";
    private const int LongOneAfter = 400;
    private static readonly DateTimeOffset Began = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SeedText _text = new(seed);

    public SeedText Text => _text;

    /// <summary>Indexes and foreign keys are made anew afterwards, which is faster than row by row.</summary>
    public async Task FillAsync(IReadOnlyList<SeedPlan> plans, Action<string> say)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, "SET maintenance_work_mem = '1GB'; SET max_parallel_maintenance_workers = 0; SET synchronous_commit = off");
        var again = await TakeAwayAsync(connection);

        var began = Stopwatch.GetTimestamp();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            // What is copied into a file that began in the same transaction needs no second copy in the log.
            await ExecuteAsync(connection, "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM chat.conversations) THEN TRUNCATE chat.conversations, chat.messages CASCADE; END IF; END $$");
            await CopyConversationsAsync(connection, plans);
            await CopyMessagesAsync(connection, plans);
            await transaction.CommitAsync();
        }

        say(string.Create(CultureInfo.InvariantCulture, $"{plans.Sum(p => (long)p.Messages):N0} messages of {plans.Count:N0} users copied in {Stopwatch.GetElapsedTime(began).TotalSeconds:N0} s"));

        began = Stopwatch.GetTimestamp();
        foreach (var statement in again) await ExecuteAsync(connection, statement);
        say(string.Create(CultureInfo.InvariantCulture, $"indexes and foreign keys made in {Stopwatch.GetElapsedTime(began).TotalSeconds:N0} s"));
        await ExecuteAsync(connection, "VACUUM (ANALYZE) chat.messages");
        await ExecuteAsync(connection, "VACUUM (ANALYZE) chat.conversations");
        await ExecuteAsync(connection, "CHECKPOINT", optional: true);
        say("database " + await SizeAsync(connection));
    }

    /// <returns>What puts it back.</returns>
    private static async Task<List<string>> TakeAwayAsync(NpgsqlConnection connection)
    {
        List<(string Away, string Back)> parts = await ReadAsync(connection, """
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname), format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
            FROM pg_constraint WHERE contype = 'f' AND conrelid IN ('chat.messages'::regclass, 'chat.conversations'::regclass)
            UNION ALL
            SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid) FROM pg_index
            WHERE indrelid IN ('chat.messages'::regclass, 'chat.conversations'::regclass) AND NOT indisprimary
            UNION ALL
            SELECT 'ALTER TABLE chat.messages DISABLE TRIGGER USER', 'ALTER TABLE chat.messages ENABLE TRIGGER USER'
            """);
        foreach (var (away, _) in parts) await ExecuteAsync(connection, away);
        return [.. parts.OrderByDescending(p => p.Back.StartsWith("CREATE", StringComparison.Ordinal)).Select(p => p.Back)];
    }

    private async Task CopyConversationsAsync(NpgsqlConnection connection, IReadOnlyList<SeedPlan> plans)
    {
        await using var copy = await connection.BeginBinaryImportAsync("COPY chat.conversations (id, owner_id, title, model, active_leaf_id, created_at, updated_at) FROM STDIN (FORMAT binary)");
        foreach (var plan in plans)
        {
            var random = RandomOf(plan);
            foreach (var talk in TalksOf(plan))
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(talk.Id, NpgsqlDbType.Uuid);
                await copy.WriteAsync(plan.Owner, NpgsqlDbType.Uuid);
                await copy.WriteAsync(_text.Title(random), NpgsqlDbType.Varchar);
                await copy.WriteAsync(Model, NpgsqlDbType.Varchar);
                await copy.WriteAsync(talk.Message(talk.Count - 1), NpgsqlDbType.Uuid);
                await copy.WriteAsync(talk.At(0), NpgsqlDbType.TimestampTz);
                await copy.WriteAsync(talk.At(talk.Count - 1), NpgsqlDbType.TimestampTz);
            }
        }

        await copy.CompleteAsync();
    }

    private async Task CopyMessagesAsync(NpgsqlConnection connection, IReadOnlyList<SeedPlan> plans)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY chat.messages (id, conversation_id, owner_id, parent_id, role, status, parts, model, pinned, stop_requested, created_at, depth, jump_id, jump_depth) FROM STDIN (FORMAT binary)");
        foreach (var plan in plans)
        {
            var random = RandomOf(plan);
            foreach (var talk in TalksOf(plan))
            {
                var jumps = Jumps(talk.Count);
                for (var i = 0; i < talk.Count; i++) await WriteAsync(copy, plan, talk, i, jumps[i], i % 2 == 0 ? _text.Question(random) : plan.Short ? _text.Sentences(random, 2) : _text.Answer(random));
            }
        }

        await copy.CompleteAsync();
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, SeedPlan plan, Talk talk, int place, int jump, string text)
    {
        await copy.StartRowAsync();
        await copy.WriteAsync(talk.Message(place), NpgsqlDbType.Uuid);
        await copy.WriteAsync(talk.Id, NpgsqlDbType.Uuid);
        await copy.WriteAsync(plan.Owner, NpgsqlDbType.Uuid);
        if (place == 0) await copy.WriteNullAsync();
        else await copy.WriteAsync(talk.Message(place - 1), NpgsqlDbType.Uuid);
        await copy.WriteAsync((short)(place % 2), NpgsqlDbType.Smallint);
        await copy.WriteAsync((short)1, NpgsqlDbType.Smallint);
        await copy.WriteAsync($$"""[{"type":"text","text":{{JsonSerializer.Serialize(text)}}}]""", NpgsqlDbType.Jsonb);
        if (place % 2 == 0) await copy.WriteNullAsync();
        else await copy.WriteAsync(Model, NpgsqlDbType.Varchar);
        await copy.WriteAsync(false, NpgsqlDbType.Boolean);
        await copy.WriteAsync(false, NpgsqlDbType.Boolean);
        await copy.WriteAsync(talk.At(place), NpgsqlDbType.TimestampTz);
        await copy.WriteAsync(place, NpgsqlDbType.Integer);
        await copy.WriteAsync(talk.Message(jump), NpgsqlDbType.Uuid);
        await copy.WriteAsync(jump, NpgsqlDbType.Integer);
    }

    /// <summary>What the trigger of the table would find, for a branch without siblings.</summary>
    private static int[] Jumps(int count)
    {
        var jumps = new int[count];
        for (var i = 1; i < count; i++)
        {
            var above = jumps[i - 1];
            jumps[i] = i - 1 - above == above - jumps[above] ? jumps[above] : i - 1;
        }

        return jumps;
    }

    /// <summary>The long one is the newest, spread over the years like the others.</summary>
    private static IEnumerable<Talk> TalksOf(SeedPlan plan)
    {
        var rest = plan.Messages - plan.Long;
        for (var i = 0; i * plan.Each < rest; i++) yield return new Talk(plan.Owner, i + 1, Math.Min(plan.Each, rest - i * plan.Each), Began.AddSeconds(i * 60.0));
        if (plan.Long > 0) yield return new Talk(plan.Owner, 0, plan.Long, Began.AddDays(LongOneAfter));
    }

    private static Random RandomOf(SeedPlan plan) => new(BitConverter.ToInt32(plan.Owner.ToByteArray(), 12));

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, bool optional = false)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        try
        {
            await command.ExecuteNonQueryAsync();
        }
        catch (PostgresException e) when (optional && e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // The server does it in its own time.
        }
    }

    private static async Task<List<(string, string)>> ReadAsync(NpgsqlConnection connection, string sql)
    {
        List<(string, string)> rows = [];
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) rows.Add((reader.GetString(0), reader.GetString(1)));
        return rows;
    }

    private static async Task<string> SizeAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT pg_size_pretty(pg_database_size(current_database())) || ', messages ' || pg_size_pretty(pg_table_size('chat.messages')) || ', index of their words ' || pg_size_pretty(pg_relation_size('chat.ix_messages_search'))", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The conversation that is longest; its id follows from its owner's.</summary>
    public static Guid LongOneOf(Guid owner) => new Talk(owner, 0, 1, Began).Id;

    /// <summary>Where the list of conversations goes on in the middle of those of one message.</summary>
    public static string MiddleCursor(int conversations) => Cursor.Format(Began.AddMinutes(conversations / 2.0), Guid.AllBitsSet);

    /// <summary>A message in the middle of it.</summary>
    public static Guid MiddleOf(Guid owner, int messages) => new Talk(owner, 0, messages, Began.AddDays(LongOneAfter)).Message(messages / 2);

    private sealed record Talk(Guid Owner, int Number, int Count, DateTimeOffset Start)
    {
        public Guid Id { get; } = Make(Start, Owner, Number, -1);

        public Guid Message(int place) => Make(At(place), Owner, Number, place);

        public DateTimeOffset At(int place) => Start.AddSeconds(place);

        // Version 7, with the owner, the conversation and the place where other ids have chance.
        private static Guid Make(DateTimeOffset time, Guid owner, int number, int place)
        {
            Span<byte> bytes = stackalloc byte[16];
            Guid.CreateVersion7(number == 0 && place < 0 ? Began : time).TryWriteBytes(bytes, bigEndian: true, out _);
            Span<byte> source = stackalloc byte[24];
            owner.TryWriteBytes(source);
            BinaryPrimitives.WriteInt32BigEndian(source[16..], number);
            BinaryPrimitives.WriteInt32BigEndian(source[20..], place);
            SHA256.HashData(source).AsSpan(0, 10).CopyTo(bytes[6..]);
            bytes[6] = (byte)(0x70 | bytes[6] & 0x0f);
            bytes[8] = (byte)(0x80 | bytes[8] & 0x3f);
            return new Guid(bytes, bigEndian: true);
        }
    }
}
