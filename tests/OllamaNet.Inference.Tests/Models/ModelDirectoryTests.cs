using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Models;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Models;

public sealed class ModelDirectoryTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private EngineSimulator _simulator = null!;
    private InferenceFixture _fixture = null!;

    private ModelDirectory Directory => _fixture.Services.GetRequiredService<ModelDirectory>();

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _simulator = await EngineSimulator.StartAsync();
        _simulator.Models = [new("small:1b"), new("big:70b") { RemoteHost = "https://example.com", Digest = "sha256:02" }];
        _fixture = await InferenceFixture.StartAsync([_simulator.AsNode()], _database.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        await _simulator.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task An_alias_is_listed_as_what_it_stands_for_within_seconds_of_its_row()
    {
        await ExecuteAsync("INSERT INTO inference.model_aliases VALUES ('house', '{nowhere,big:70b,small:1b}', now())");
        await UntilAsync(async () => (await ListAsync()).Count == 3);

        var alias = (await ListAsync()).Single(m => m.Name == "house");

        Assert.Equal(["nowhere", "big:70b", "small:1b"], alias.AliasOf);
        Assert.True(alias.DataLeavesSite);
        Assert.Equal(["nowhere", "big:70b", "small:1b"], Directory.Resolve("house", Callers.Someone));
        Assert.Equal(["plain"], Directory.Resolve("plain", Callers.Someone));
    }

    [Fact]
    public async Task A_keys_models_are_checked_against_what_the_alias_stands_for_and_not_against_its_name()
    {
        await ExecuteAsync("INSERT INTO inference.model_aliases VALUES ('house', '{big:70b,small:1b}', now())");
        await UntilAsync(() => Task.FromResult(Directory.Aliases.Count == 1));

        Assert.Equal(["small:1b"], Directory.Resolve("house", Callers.Someone with { Models = ["small:1b"] }));
        Assert.Empty(Directory.Resolve("house", Callers.Someone with { Models = ["house"] }));
        Assert.Empty(Directory.Resolve("big:70b", Callers.Someone with { Models = ["small:1b"] }));
        Assert.Equal(["tagless"], Directory.Resolve("tagless", Callers.Someone with { Models = ["tagless:latest"] }));
        Assert.Equal(["house", "small:1b"], (await ListAsync(Callers.Someone with { Models = ["small:1b"] })).Select(m => m.Name));
        Assert.Empty(await ListAsync(Callers.Someone with { Models = ["house"] }));
    }

    [Fact]
    public async Task Hidden_models_are_in_no_list_and_local_only_ones_have_only_nodes_on_the_site()
    {
        await UntilAsync(async () => (await ListAsync()).Count == 2);

        await ExecuteAsync("INSERT INTO inference.model_policies VALUES ('small:1b', false, true, now())");
        await UntilAsync(async () => (await ListAsync()) is [{ Name: "big:70b" }]);
        Assert.True(Directory.Hidden("small:1b"));

        await ExecuteAsync("INSERT INTO inference.model_policies VALUES ('big:70b', true, false, now())");
        await UntilAsync(async () => (await ListAsync()).Count == 0);
        Assert.True(Directory.LocalOnly(Callers.Someone, "big:70b"));
        Assert.False(Directory.LocalOnly(Callers.Someone, "small:1b"));
    }

    [Fact]
    public async Task A_user_who_must_stay_on_the_site_sees_nothing_that_leaves_it()
    {
        var other = new Caller(Guid.CreateVersion7());
        await UntilAsync(async () => (await ListAsync()).Count == 2);

        await ExecuteAsync($"INSERT INTO inference.user_settings VALUES ('{Callers.Someone.UserId}', true, false, true, false, now())");
        await UntilAsync(async () => (await ListAsync()) is [{ Name: "small:1b" }]);

        Assert.Equal(2, (await ListAsync(other)).Count);
        Assert.Equal(new CallerSettings(LocalOnly: true, CacheAnswers: true, CacheEmbeddings: false), Directory.SettingsOf(Callers.Someone.UserId));
        Assert.Equal(CallerSettings.Default, Directory.SettingsOf(other.UserId));
    }

    [Fact]
    public async Task While_the_database_was_never_read_nothing_leaves_the_site_and_nodes_of_the_configuration_serve()
    {
        await using var alone = await InferenceFixture.StartAsync([_simulator.AsNode()], "Host=127.0.0.1;Port=1;Username=x;Password=x;Timeout=1");

        await UntilAsync(async () => (await alone.Inference.ListModelsAsync(Callers.Someone, CancellationToken.None)) is [{ Name: "small:1b" }]);
        var sink = new CollectingSink();
        await alone.AskAsync(sink, model: "small:1b");

        Assert.Equal("Hello world", sink.Text);
        Assert.True(alone.Services.GetRequiredService<ModelDirectory>().LocalOnly(Callers.Someone, "small:1b"));
    }

    private ValueTask<IReadOnlyList<ModelInfo>> ListAsync(Caller? caller = null) => _fixture.Inference.ListModelsAsync(caller ?? Callers.Someone, CancellationToken.None);

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _fixture.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!await condition()) await Task.Delay(20, limit.Token);
    }
}
