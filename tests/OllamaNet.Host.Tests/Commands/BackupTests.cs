using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Host.Tests.Commands;

public sealed class BackupTests : IAsyncLifetime
{
    private const string Passphrase = "seven horses under the bridge";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ollamanet-test-");

    private string PassphraseFile => At("passphrase");

    public async ValueTask InitializeAsync() => await File.WriteAllTextAsync(PassphraseFile, Passphrase + "\n");

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_was_kept_comes_back_row_for_row()
    {
        await using var host = await TestHost.StartAsync();
        using var owner = await host.SignUpAsync();
        await FillAsync(host, owner);
        await host.StopAsync();
        var before = await RowsAsync(host.Configuration["ConnectionStrings:OllamaNet"]!);

        var backup = await BackUpAsync(host);
        await using var target = await TestDatabase.CreateEmptyAsync();
        var (restored, said) = await RestoreAsync(At("backup"), target, At("new"));

        Assert.True(backup.ExitCode == 0, backup.Output);
        Assert.True(restored == 0, said);
        var after = await RowsAsync(target.ConnectionString);
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        // To the audit log the restore itself adds an entry.
        Assert.All(before.Where(t => t.Key is not "platform.audit" && !t.Key.StartsWith("platform.audit_2", StringComparison.Ordinal)), table => Assert.Equal((table.Key, table.Value), (table.Key, after[table.Key])));
        Assert.Contains(before, t => t.Key == "chat.messages" && t.Value.Length > 0);
        Assert.Equal(await ShapeAsync(host.Configuration["ConnectionStrings:OllamaNet"]!), await ShapeAsync(target.ConnectionString));
    }

    [Fact]
    public async Task Kept_beside_a_running_server_it_knows_its_people_their_secrets_and_its_audit_log_again()
    {
        string userName;
        Guid conversation;
        string key;
        await using (var host = await TestHost.StartAsync())
        {
            using var owner = await host.SignUpAsync();
            (userName, conversation, key) = (owner.UserName, await FillAsync(host, owner), (await owner.CreateKeyAsync()).Key);
            var backup = await BackUpAsync(host);
            Assert.True(backup.ExitCode == 0, backup.Output);
        }

        // Into the embedded database of a new data directory, as the documentation says.
        var (restored, said) = await HostProcess.RunAsync("restore", At("backup"), "--passphrase-file", PassphraseFile, "--data", At("new"));
        Assert.True(restored == 0, said);
        await using (var again = await HostProcess.StartAsync(At("new")))
        {
            using var client = new HttpClient { BaseAddress = again.Address };
            using var login = await client.PostAsJsonAsync("/api/v1/auth/login", new { login = userName, password = TestUser.Password });
            var token = (await login.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString();

            Assert.Equal("A question", (await GetAsync(client, token!, $"/api/v1/conversations/{conversation}/messages")).GetProperty("items")[0].GetProperty("parts")[0].GetProperty("text").GetString());
            Assert.Equal(JsonValueKind.Array, (await GetAsync(client, key, "/api/v1/models")).GetProperty("items").ValueKind);
            var audit = await GetAsync(client, token!, "/api/v1/admin/audit?action=backup");
            Assert.Equal(["backup.restored"], audit.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("action").GetString()!));
        }

        var (whole, verdict) = await HostProcess.RunAsync("audit", "verify", "--data", At("new"));
        Assert.True(whole == 0, verdict);
    }

    [Fact]
    public async Task A_wrong_passphrase_a_changed_byte_and_a_cut_off_end_bring_nothing_back()
    {
        await using var host = await TestHost.StartAsync();
        using var owner = await host.SignUpAsync();
        var backup = await BackUpAsync(host);
        Assert.True(backup.ExitCode == 0, backup.Output);
        var bytes = await File.ReadAllBytesAsync(At("backup"));
        byte[] changed = [.. bytes];
        changed[^100] ^= 1;
        await File.WriteAllBytesAsync(At("changed"), changed);
        await File.WriteAllBytesAsync(At("cut"), bytes[..^100]);
        await File.WriteAllTextAsync(At("text"), "not a backup at all");
        await File.WriteAllTextAsync(At("wrong"), "eight horses under the bridge");
        await using var target = await TestDatabase.CreateEmptyAsync();

        foreach (var (file, passphrase, message) in ((string, string, string)[])
                 [("backup", "wrong", "passphrase"), ("changed", "passphrase", "damaged"), ("cut", "passphrase", "damaged"), ("text", "passphrase", "no backup")])
        {
            var (exitCode, output) = await RestoreAsync(At(file), target, At("new"), At(passphrase));

            Assert.Equal(1, exitCode);
            Assert.Contains(message, output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
            Assert.False(File.Exists(Path.Combine(At("new"), "master.key")), file);
            Assert.Empty(await RowsAsync(target.ConnectionString));
        }
    }

    [Fact]
    public async Task Nothing_that_is_there_is_overwritten()
    {
        await using var host = await TestHost.StartAsync();
        using var owner = await host.SignUpAsync();
        await BackUpAsync(host);
        var kept = await File.ReadAllBytesAsync(At("backup"));
        await using var empty = await TestDatabase.CreateEmptyAsync();
        await using var used = await TestDatabase.CreateAsync();
        Directory.CreateDirectory(At("used"));
        await File.WriteAllTextAsync(Path.Combine(At("used"), "master.key"), "a key");

        var again = await BackUpAsync(host);
        var intoUsedFolder = await RestoreAsync(At("backup"), empty, At("used"));
        var intoUsedDatabase = await RestoreAsync(At("backup"), used, At("new"));

        Assert.Equal((1, 1, 1), (again.ExitCode, intoUsedFolder.ExitCode, intoUsedDatabase.ExitCode));
        Assert.Contains("is there already", again.Output, StringComparison.Ordinal);
        Assert.Contains("--data", intoUsedFolder.Output, StringComparison.Ordinal);
        Assert.Contains("empty", intoUsedDatabase.Output, StringComparison.Ordinal);
        Assert.Equal(kept, await File.ReadAllBytesAsync(At("backup")));
        Assert.Equal("a key", await File.ReadAllTextAsync(Path.Combine(At("used"), "master.key")));
        Assert.False(File.Exists(Path.Combine(At("new"), "master.key")));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(At("backup")));
    }

    [Fact]
    public async Task A_passphrase_is_needed_and_must_not_be_short()
    {
        await File.WriteAllTextAsync(At("short"), "horse\n");
        var none = await HostProcess.RunAsync("backup", At("backup"), "--data", At("new"));
        var shorter = await HostProcess.RunAsync("backup", At("backup"), "--data", At("new"), "--passphrase-file", At("short"));

        Assert.Equal((1, 1), (none.ExitCode, shorter.ExitCode));
        Assert.Contains("--passphrase-file", none.Output, StringComparison.Ordinal);
        Assert.Contains("too short", shorter.Output, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> GetAsync(HttpClient client, string token, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new("Bearer", token) } };
        using var response = await client.SendAsync(request);
        Assert.True(response.StatusCode is HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private string At(string name) => Path.Combine(folder.FullName, name);

    private Task<(int ExitCode, string Output)> BackUpAsync(TestHost host) =>
        HostProcess.RunAsync(["backup", At("backup"), "--passphrase-file", PassphraseFile, .. host.SettingsToShare().Select(s => $"--{s.Key}={s.Value}")]);

    private Task<(int ExitCode, string Output)> RestoreAsync(string file, TestDatabase target, string data, string? passphrase = null) =>
        HostProcess.RunAsync("restore", file, "--passphrase-file", passphrase ?? PassphraseFile, "--data", data, $"--ConnectionStrings:OllamaNet={target.ConnectionString}");

    /// <summary>Something in most tables: a conversation with messages, a folder, a note, a node with a secret, a setting.</summary>
    private static async Task<Guid> FillAsync(TestHost host, TestUser owner)
    {
        using var file = JsonContent.Create(new[]
        {
            new
            {
                conversation_id = "c", title = "Asked",
                mapping = new { n0 = new { parent = (string?)null, message = new { author = new { role = "user" }, content = new { content_type = "text", parts = new[] { "A question" } } } } },
            },
        });
        (await owner.Client.PostAsync("/api/v1/imports", file)).EnsureSuccessStatusCode();
        (await owner.Client.PostAsJsonAsync("/api/v1/folders", new { name = "Work, \"quoted\" and ünïcödé" })).EnsureSuccessStatusCode();
        (await owner.Client.PostAsJsonAsync("/api/v1/tags", new { name = "urgent" })).EnsureSuccessStatusCode();
        (await owner.Client.PostAsJsonAsync("/api/v1/presets", new { name = "Mine" })).EnsureSuccessStatusCode();
        (await owner.Client.PostAsJsonAsync("/api/v1/admin/nodes", new { name = "cloud", kind = "OpenAI", url = "http://127.0.0.1:9", apiKey = "sk-secret" })).EnsureSuccessStatusCode();
        for (var tries = 0; tries < 300; tries++)
        {
            var list = await owner.Client.GetFromJsonAsync<JsonElement>("/api/v1/conversations");
            var imports = await owner.Client.GetFromJsonAsync<JsonElement>("/api/v1/imports");
            if (imports.GetProperty("items")[0].GetProperty("state").GetString() == "done" && list.GetProperty("items").GetArrayLength() == 1)
            {
                var id = list.GetProperty("items")[0].GetProperty("id").GetGuid();
                (await owner.Client.PostAsJsonAsync("/api/v1/notes", new { conversationId = id, text = "Mine" })).EnsureSuccessStatusCode();
                return id;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"The import did not end: {host.Address}");
    }

    /// <summary>For each table a digest of its rows, in no order; empty where it has none.</summary>
    private static async Task<SortedDictionary<string, string>> RowsAsync(string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        SortedDictionary<string, string> digests = new(StringComparer.Ordinal);
        foreach (var table in await ListAsync(database, "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"))
            digests[table] = (await ListAsync(database, $"SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {table} t"))[0];
        return digests;
    }

    /// <summary>Constraints, indexes, triggers and their state, and where sequences stand.</summary>
    private static async Task<List<string>> ShapeAsync(string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        return await ListAsync(database, """
            SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE connamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema') AND contype IN ('p', 'u', 'f', 'c')
            UNION ALL SELECT format('%s.%s %s', schemaname, indexname, indexdef) FROM pg_indexes WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
            UNION ALL SELECT format('%s %s %s', tgrelid::regclass, pg_get_triggerdef(oid), tgenabled) FROM pg_trigger WHERE NOT tgisinternal
            UNION ALL SELECT format('%s.%s %s', schemaname, sequencename, last_value) FROM pg_sequences WHERE sequencename NOT LIKE 'audit%'
            ORDER BY 1
            """);
    }

    private static async Task<List<string>> ListAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        return rows;
    }
}
