using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Limits;
using OllamaNet.Inference.Routing;
using OllamaNet.Inference.Usage;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Usage;

public sealed class UsageTests : IAsyncLifetime
{
    private EngineSimulator _engine = null!;
    private TestDatabase _database = null!;
    private InferenceFixture _fixture = null!;
    private readonly Caller _ada = new(Guid.CreateVersion7()) { Protocol = CallProtocol.OpenAI };

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineSimulator.StartAsync();
        _database = await TestDatabase.CreateAsync();
        _fixture = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        await _engine.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_call_is_written_within_a_second_with_what_it_cost()
    {
        _engine.AnswerNext(SimulatedAnswer.Words("Hello there") with { PromptTokens = 12, AnswerTokens = 7 });

        await AskAsync(_ada);
        await Task.Delay(TimeSpan.FromSeconds(1));

        var row = Assert.Single(await RowsAsync("SELECT user_id::text, protocol::text, asked, model, node, prompt_tokens::text, answer_tokens::text, estimated::text, outcome::text, (first_token_ms >= 0)::text FROM inference.usage"));
        Assert.Equal([_ada.UserId.ToString(), "1", "sim", "sim:latest", "simulator", "12", "7", "false", "0", "true"], row);
    }

    [Fact]
    public async Task Calls_that_fail_or_are_stopped_are_written_too_and_give_their_place_back()
    {
        var limits = _fixture.Services.GetRequiredService<CallLimits>();
        await Assert.ThrowsAsync<InferenceException>(() => AskAsync(_ada, "no-such-model"));
        _engine.AnswerNext(SimulatedAnswer.Words("some words and then") with { Fault = SimulatedFault.Reset, FaultAfter = 2 });
        await Assert.ThrowsAsync<InferenceException>(() => AskAsync(_ada));
        _engine.AnswerNext(SimulatedAnswer.Words("never all of it") with { Hold = true, FaultAfter = 1 });
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var running = AskAsync(_ada, cancellationToken: stop.Token);
        await Task.Delay(100);
        Assert.Equal(1, limits.StreamsOf(_ada.UserId));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        _engine.Release();

        await EventuallyAsync("SELECT count(*) FROM inference.usage", 3);
        Assert.Equal(0, limits.StreamsOf(_ada.UserId));
        Assert.Equal([["no-such-model", "", "2"], ["sim", "sim:latest", "3"], ["sim", "sim:latest", "1"]], await RowsAsync("SELECT asked, coalesce(model, ''), outcome::text FROM inference.usage ORDER BY at"));
        Assert.Equal([["3", "2"]], await RowsAsync("SELECT sum(requests)::text, sum(errors)::text FROM inference.usage_hours"));
    }

    [Fact]
    public async Task An_orderly_stop_loses_nothing()
    {
        var log = _fixture.Services.GetRequiredService<UsageLog>();
        for (var i = 0; i < 25_000; i++) log.Add(Record(TimeProvider.System.GetUtcNow()));

        await _fixture.DisposeAsync();
        _fixture = await StartAsync();

        Assert.Equal([["25000", "25000"]], await RowsAsync("SELECT (SELECT count(*) FROM inference.usage)::text, (SELECT sum(requests) FROM inference.usage_hours)::text"));
    }

    [Fact]
    public async Task While_the_database_is_away_calls_wait_and_requests_do_not()
    {
        await ExecuteAsync("ALTER TABLE inference.usage RENAME TO away");
        for (var i = 0; i < 20; i++) await AskAsync(_ada);
        await Task.Delay(TimeSpan.FromSeconds(1));
        await ExecuteAsync("ALTER TABLE inference.away RENAME TO usage");

        await EventuallyAsync("SELECT count(*) FROM inference.usage", 20);
        await EventuallyAsync("SELECT sum(requests)::bigint FROM inference.usage_hours", 20);
    }

    [Fact]
    public async Task What_does_not_fit_is_counted()
    {
        await using var small = await StartAsync(("Usage:QueueLength", "1000"), ("Usage:FlushInterval", "00:00:01"));
        var log = small.Services.GetRequiredService<UsageLog>();

        for (var i = 0; i < 1500; i++) log.Add(Record(TimeProvider.System.GetUtcNow()));

        Assert.InRange(log.Lost, 1, 500);
    }

    [Fact]
    public async Task A_batch_that_was_written_after_all_counts_once()
    {
        var store = _fixture.Services.GetRequiredService<UsageStore>();
        List<UsageRow> rows = [.. Enumerable.Range(0, 10).Select(_ => new UsageRow(Guid.CreateVersion7(), Record(TimeProvider.System.GetUtcNow())))];

        await store.WriteAsync(rows, again: false, default);
        await store.WriteAsync(rows, again: true, default);
        await store.WriteAsync(rows, again: true, default);

        Assert.Equal([["10", "10"]], await RowsAsync("SELECT (SELECT count(*) FROM inference.usage)::text, (SELECT sum(requests) FROM inference.usage_hours)::text"));
    }

    [Fact]
    public async Task Calls_that_come_late_are_in_the_sums_of_their_hour()
    {
        var store = _fixture.Services.GetRequiredService<UsageStore>();
        var hour = new DateTimeOffset(2026, 3, 31, 23, 0, 0, TimeSpan.Zero);
        await store.WriteAsync([Row(hour.AddMinutes(5)), Row(hour.AddMinutes(65))], again: false, default);

        await store.WriteAsync([Row(hour.AddMinutes(59)), Row(hour.AddMonths(-2))], again: false, default);

        Assert.Equal([["2026-01-31 23", "1", "10"], ["2026-03-31 23", "2", "20"], ["2026-04-01 00", "1", "10"]],
            await RowsAsync("SELECT to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24'), requests::text, prompt_tokens::text FROM inference.usage_hours ORDER BY hour"));
    }

    [Fact]
    public async Task Tables_of_months_are_made_ahead_and_old_ones_go()
    {
        var store = _fixture.Services.GetRequiredService<UsageStore>();
        var now = TimeProvider.System.GetUtcNow();
        await EventuallyAsync("SELECT count(*) FROM pg_class WHERE relname ~ '^usage_[0-9]+_[0-9]+$' AND relkind = 'r'", 3);
        await store.WriteAsync([Row(now.AddMonths(-14)), Row(now.AddMonths(-13)), Row(now)], again: false, default);

        await _fixture.Services.GetRequiredService<UsagePartitions>().MaintainAsync(default);

        string[] expected = [.. new[] { -13, 0, 1, 2 }.Select(m => $"usage_{now.AddMonths(m):yyyy_MM}")];
        Assert.Equal(expected, (await RowsAsync("SELECT relname::text FROM pg_class WHERE relname ~ '^usage_[0-9]+_[0-9]+$' AND relkind = 'r' ORDER BY 1")).Select(r => r[0]));
        Assert.Equal([["3"]], await RowsAsync("SELECT sum(requests)::text FROM inference.usage_hours"));
    }

    [Fact]
    public async Task A_process_that_starts_knows_what_was_used_before()
    {
        _engine.Answer(SimulatedAnswer.Words("Hello") with { PromptTokens = 60, AnswerTokens = 60 });
        await AskAsync(_ada);
        await EventuallyAsync("SELECT count(*) FROM inference.usage", 1);

        await using var next = await StartAsync(("CallLimits:TokensPerDay", "100"), ("CallLimits:QuotaInterval", "00:00:00.200"));
        await Task.Delay(500);

        var refused = await Assert.ThrowsAsync<InferenceException>(() => AskAsync(_ada, on: next));
        Assert.Equal(InferenceError.QuotaReached, refused.Error);
        await AskAsync(new Caller(Guid.CreateVersion7()), on: next);
    }

    [Theory, InlineData("=1+1"), InlineData("a\0b"), InlineData("\ud800half"), InlineData("long")]
    public async Task Any_name_of_a_model_can_be_written(string name)
    {
        var store = _fixture.Services.GetRequiredService<UsageStore>();
        var record = Record(TimeProvider.System.GetUtcNow()) with { Asked = name is "long" ? new string('m', 5000) : name };

        await store.WriteAsync([new UsageRow(Guid.CreateVersion7(), record)], again: false, default);

        Assert.InRange((await RowsAsync("SELECT asked FROM inference.usage"))[0][0].Length, 1, 200);
    }

    private Task<InferenceFixture> StartAsync(params (string Key, string Value)[] settings)
    {
        var node = _engine.AsNode();
        foreach (var (key, value) in settings) node[key] = value;
        return InferenceFixture.StartAsync([node], _database.ConnectionString);
    }

    private Task<ChatResult> AskAsync(Caller caller, string model = "sim", InferenceFixture? on = null, CancellationToken cancellationToken = default) =>
        (on ?? _fixture).Inference.ChatAsync(InferenceFixture.Question(model) with { Caller = caller }, new CollectingSink(), cancellationToken);

    private CallRecord Record(DateTimeOffset at) => new()
    {
        Operation = CallOperation.Chat,
        Caller = _ada,
        Asked = "sim",
        Model = "sim:latest",
        Node = "simulator",
        BegunAt = at,
        Duration = TimeSpan.Zero,
        PromptTokens = 10,
        AnswerTokens = 5,
        Attempts = 1,
        Outcome = CallOutcome.Succeeded,
    };

    private UsageRow Row(DateTimeOffset at) => new(Guid.CreateVersion7(), Record(at));

    private async Task EventuallyAsync(string sql, long expected)
    {
        long seen = -1;
        for (var i = 0; i < 80 && seen != expected; i++)
        {
            await using (var command = _fixture.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql)) seen = await command.ExecuteScalarAsync() as long? ?? 0;
            if (seen != expected) await Task.Delay(100);
        }

        Assert.Equal(expected, seen);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _fixture.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<List<string[]>> RowsAsync(string sql)
    {
        await using var command = _fixture.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        List<string[]> rows = [];
        while (await reader.ReadAsync()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        return rows;
    }
}
