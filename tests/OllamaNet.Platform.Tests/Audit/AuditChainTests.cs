using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OllamaNet.Platform.Audit;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Platform.Tests.Audit;

/// <summary>Whoever has the database alone cannot change what is recorded without being found out. One host; each test begins with an empty log.</summary>
public sealed class AuditChainTests(AuditHost audit) : IClassFixture<AuditHost>
{
    [Fact]
    public async Task What_nobody_touched_is_whole()
    {
        await audit.BeginAsync(entries: 5);

        var verdict = await audit.VerifyAsync();

        Assert.Null(verdict.Fault);
        Assert.Equal((5, 1, 5, 0), (verdict.Entries, verdict.First, verdict.Last, verdict.Waiting));
    }

    [Theory]
    [InlineData("UPDATE platform.audit SET actor_name = 'somebody else' WHERE seq = 3")]
    [InlineData("UPDATE platform.audit SET outcome = 0 WHERE seq = 3")]
    [InlineData("UPDATE platform.audit SET after = '{\"draining\":false}' WHERE seq = 3")]
    [InlineData("UPDATE platform.audit SET at = at - interval '1 second' WHERE seq = 3")]
    [InlineData("DELETE FROM platform.audit WHERE seq = 3")]
    [InlineData("TRUNCATE platform.audit")]
    [InlineData("TRUNCATE platform.audit_other")]
    [InlineData("DELETE FROM platform.audit_checkpoints")]
    public async Task The_database_lets_nobody_change_or_delete_an_entry(string sql)
    {
        await audit.BeginAsync(entries: 5);
        await audit.ExecuteAsync("INSERT INTO platform.audit_checkpoints (seq, hash, signature) VALUES (0, '', '')", guarded: false);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => audit.ExecuteAsync(sql, guarded: true));

        Assert.Contains("append-only", refused.MessageText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE platform.audit SET actor_name = 'somebody else' WHERE seq = 3", "Entry 3 ")]
    [InlineData("UPDATE platform.audit SET outcome = 1 WHERE seq = 3", "Entry 3 ")]
    [InlineData("UPDATE platform.audit SET before = NULL WHERE seq = 3", "Entry 3 ")]
    [InlineData("UPDATE platform.audit SET ip = '10.0.0.1' WHERE seq = 5", "Entry 5 ")]
    [InlineData("DELETE FROM platform.audit WHERE seq = 3", "Entry 3 is missing")]
    [InlineData("DELETE FROM platform.audit WHERE seq IN (1, 2)", "The entries 1 to 2 are missing")]
    [InlineData("DELETE FROM platform.audit WHERE seq = 5", "Entry 5, the last one, is missing")]
    [InlineData("DELETE FROM platform.audit", "The entries 1 to 5 at the end are missing")]
    [InlineData("UPDATE platform.audit SET seq = CASE seq WHEN 2 THEN 3 WHEN 3 THEN 2 ELSE seq END", "Entry 2 ")]
    [InlineData("UPDATE platform.audit SET hash = sha256(hash) WHERE seq = 4", "Entry 4 ")]
    [InlineData("UPDATE platform.audit_head SET seq = 4", "The chain ends at 5")]
    public async Task What_is_done_behind_its_back_is_found_and_its_place_named(string sql, string fault)
    {
        await audit.BeginAsync(entries: 5);
        await audit.ExecuteAsync(sql, guarded: false);

        var verdict = await audit.VerifyAsync();

        Assert.StartsWith(fault, verdict.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retention_takes_the_beginning_away_and_leaves_a_signed_checkpoint()
    {
        await audit.BeginAsync(entries: 2);
        await audit.ExecuteAsync("UPDATE platform.audit SET at = at - interval '40 months', seq = NULL, hash = NULL", guarded: false);
        await audit.ExecuteAsync("UPDATE platform.audit_head SET seq = 0, hash = decode(repeat('00', 32), 'hex')", guarded: false);
        await audit.ChainAsync();
        await audit.RecordAsync(3);

        await audit.KeepAsync();

        var verdict = await audit.VerifyAsync();
        Assert.Null(verdict.Fault);
        Assert.Equal((3, 3, 5), (verdict.Entries, verdict.First, verdict.Last));
        Assert.Equal(3, await audit.CountAsync());

        // What retention could have done, but did not do.
        await audit.ExecuteAsync("INSERT INTO platform.audit_checkpoints (seq, hash, signature) SELECT seq, hash, sha256(hash) FROM platform.audit WHERE seq = 4", guarded: true);
        await audit.ExecuteAsync("DELETE FROM platform.audit WHERE seq <= 4", guarded: true);
        Assert.StartsWith("The checkpoint at 4 is not signed", (await audit.VerifyAsync()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_processes_that_link_at_once_make_one_chain()
    {
        await audit.BeginAsync(entries: 0);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => audit.Log.RecordAsync(new("test.done"), default)));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => audit.NewChainer().ChainAsync(default)));
        await audit.ChainAsync();

        var verdict = await audit.VerifyAsync();
        Assert.Null(verdict.Fault);
        Assert.Equal(40, verdict.Entries);
    }

    [Fact]
    public async Task An_entry_of_a_month_without_a_table_is_kept_and_linked_all_the_same()
    {
        await audit.BeginAsync(entries: 1);
        await audit.ExecuteAsync("INSERT INTO platform.audit (id, at, action, outcome) VALUES (gen_random_uuid(), now() + interval '10 years', 'test.done', 0)", guarded: true);

        await audit.ChainAsync();

        Assert.Equal(2, (await audit.VerifyAsync()).Entries);
    }

    [Fact]
    public async Task An_entry_that_was_never_linked_is_said()
    {
        await audit.BeginAsync(entries: 1);
        await audit.ExecuteAsync("INSERT INTO platform.audit (id, at, action, outcome) VALUES (gen_random_uuid(), now() - interval '1 hour', 'test.done', 0)", guarded: true);

        Assert.Contains("never linked", (await audit.VerifyAsync()).Fault, StringComparison.Ordinal);
    }
}

/// <summary>A host whose own writer of the chain is put to sleep, so that a test alone decides when it writes.</summary>
public sealed class AuditHost : IAsyncLifetime
{
    private TestHost _host = null!;

    internal AuditLog Log => _host.Services.GetRequiredService<AuditLog>();

    private NpgsqlDataSource Data => _host.Services.GetRequiredService<NpgsqlDataSource>();

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Audit:RetentionMonths"] = "12" });
        await _host.Services.GetRequiredService<AuditChainer>().StopAsync(default);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    internal async Task BeginAsync(int entries)
    {
        await ExecuteAsync(
            "DELETE FROM platform.audit; DELETE FROM platform.audit_checkpoints; UPDATE platform.audit_head SET seq = 0, hash = decode(repeat('00', 32), 'hex')", guarded: false);
        await RecordAsync(entries);
    }

    internal async Task RecordAsync(int entries)
    {
        for (var i = 0; i < entries; i++)
            await Log.RecordAsync(new("test.done", "thing", $"{i}", "a thing") { Before = new { draining = false }, After = new { draining = true } }, default);
        await ChainAsync();
    }

    internal AuditChainer NewChainer() => new(Data, _host.Services.GetRequiredService<AuditKey>(), new(), TimeProvider.System, NullLogger<AuditChainer>.Instance);

    internal Task<int> ChainAsync() => NewChainer().ChainAsync(default);

    internal Task KeepAsync() => _host.Services.GetRequiredService<AuditKeeper>().MaintainAsync(default);

    internal Task<AuditVerdict> VerifyAsync() => _host.Services.GetRequiredService<AuditVerifier>().VerifyAsync(default);

    internal async Task<long> CountAsync()
    {
        await using var command = Data.CreateCommand("SELECT count(*) FROM platform.audit");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static string Triggers(string what) => $"ALTER TABLE platform.audit {what} TRIGGER USER; ALTER TABLE platform.audit_checkpoints {what} TRIGGER USER";

    /// <param name="guarded">Without, triggers are off: as for whoever owns the database.</param>
    internal async Task ExecuteAsync(string sql, bool guarded)
    {
        await using var connection = await Data.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(guarded ? sql : $"{Triggers("DISABLE")}; {sql}; {Triggers("ENABLE")}", connection);
        await command.ExecuteNonQueryAsync();
    }
}
