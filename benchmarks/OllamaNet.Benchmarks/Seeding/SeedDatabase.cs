using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace OllamaNet.Benchmarks.Seeding;

/// <summary>Fills a database that has the product's schema with conversations, by COPY. The same seed gives the same rows.</summary>
internal sealed class SeedDatabase(string connectionString, int seed = 1)
{
    private const string Model = "once";
    private static readonly DateTimeOffset Began = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SeedText _text = new(seed);

    public SeedText Text => _text;

    /// <summary>The index of the words is made anew afterwards, which is faster than row by row.</summary>
    public async Task FillAsync(IReadOnlyList<SeedPlan> plans, Action<string> say)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync();
        var began = Stopwatch.GetTimestamp();
        var index = (string)(await ScalarAsync(connection, "SELECT pg_get_indexdef('chat.ix_messages_search'::regclass)"))!;
        await ScalarAsync(connection, "DROP INDEX chat.ix_messages_search");
        await CopyConversationsAsync(connection, plans);
        await CopyMessagesAsync(connection, plans);
        say(string.Create(CultureInfo.InvariantCulture, $"{plans.Sum(p => (long)p.Messages):N0} messages of {plans.Count:N0} users copied in {Stopwatch.GetElapsedTime(began).TotalSeconds:N0} s"));

        began = Stopwatch.GetTimestamp();
        await ScalarAsync(connection, "SET maintenance_work_mem = '256MB'");
        await ScalarAsync(connection, index);
        say(string.Create(CultureInfo.InvariantCulture, $"index of their words made in {Stopwatch.GetElapsedTime(began).TotalSeconds:N0} s"));
        await ScalarAsync(connection, "VACUUM (ANALYZE) chat.messages");
        await ScalarAsync(connection, "VACUUM (ANALYZE) chat.conversations");
        say("database " + await ScalarAsync(connection, "SELECT pg_size_pretty(pg_database_size(current_database())) || ', messages ' || pg_size_pretty(pg_table_size('chat.messages')) || ', index of their words ' || pg_size_pretty(pg_relation_size('chat.ix_messages_search'))"));
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
            "COPY chat.messages (id, conversation_id, owner_id, parent_id, role, status, parts, model, pinned, stop_requested, created_at) FROM STDIN (FORMAT binary)");
        foreach (var plan in plans)
        {
            var random = RandomOf(plan);
            foreach (var talk in TalksOf(plan))
                for (var i = 0; i < talk.Count; i++) await WriteAsync(copy, plan, talk, i, i % 2 == 0 ? _text.Question(random) : _text.Answer(random));
        }

        await copy.CompleteAsync();
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, SeedPlan plan, Talk talk, int place, string text)
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
    }

    /// <summary>The long one is the newest, spread over the years like the others.</summary>
    private static IEnumerable<Talk> TalksOf(SeedPlan plan)
    {
        var rest = plan.Messages - plan.Long;
        for (var i = 0; i * plan.Each < rest; i++) yield return new Talk(plan.Owner, i + 1, Math.Min(plan.Each, rest - i * plan.Each), Began.AddSeconds(i * 60.0));
        if (plan.Long > 0) yield return new Talk(plan.Owner, 0, plan.Long, Began.AddDays(400));
    }

    private static Random RandomOf(SeedPlan plan) => new(BitConverter.ToInt32(plan.Owner.ToByteArray(), 12));

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>The conversation that is longest; its id follows from its owner's.</summary>
    public static Guid LongOneOf(Guid owner) => new Talk(owner, 0, 1, Began).Id;

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
