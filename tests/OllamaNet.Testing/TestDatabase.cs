using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OllamaNet.Host;
using OllamaNet.Platform.Data;

namespace OllamaNet.Testing;

/// <summary>A database with every schema in it, cloned from a template that is migrated once for each state of the code.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private const long TemplateLock = 0x6f6c6c616d61746d;

    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);
    private static int lastNumber;

    private readonly string server;
    private readonly string name;

    private TestDatabase(string server, string name)
    {
        (this.server, this.name) = (server, name);
        ConnectionString = Name(server, name);
    }

    public string ConnectionString { get; }

    public static async Task<TestDatabase> CreateAsync() => await CreateAsync(await Template.Value);

    /// <summary>A database with nothing in it.</summary>
    public static Task<TestDatabase> CreateEmptyAsync() => CreateAsync("template1");

    private static async Task<TestDatabase> CreateAsync(string template)
    {
        var server = await TestPostgres.ConnectionStringAsync();
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref lastNumber)}";
        await ExecuteAsync(server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        await ExecuteAsync(server, $"CREATE DATABASE {name} TEMPLATE {template}");
        return new(server, name);
    }

    public async ValueTask DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(ConnectionString)) NpgsqlConnection.ClearPool(connection);
        await ExecuteAsync(server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var server = await TestPostgres.ConnectionStringAsync();
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({TemplateLock})");

        await DropLeftoversAsync(connection);
        var template = "template_" + StateOfTheCode();
        if (await ExistsAsync(connection, template)) return template;

        var unfinished = template + "_new";
        await ExecuteAsync(connection, $"DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)");
        await ExecuteAsync(connection, $"CREATE DATABASE {unfinished}");
        await MigrateAsync(Name(server, unfinished));
        await ExecuteAsync(connection, $"ALTER DATABASE {unfinished} RENAME TO {template}");
        return template;
    }

    private static async Task MigrateAsync(string connectionString)
    {
        var data = Directory.CreateTempSubdirectory("ollamanet-template-");
        try
        {
            await using var app = OllamaNetHost.Build([], builder => TestHost.Configure(builder, connectionString, data.FullName, new Dictionary<string, string?>(StringComparer.Ordinal)));
            await app.Services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        }
        finally
        {
            await using (var connection = new NpgsqlConnection(connectionString)) NpgsqlConnection.ClearPool(connection);
            data.Delete(recursive: true);
        }
    }

    /// <summary>Databases of test processes that are gone, and templates of older code that nothing was cloned from for long.</summary>
    private static async Task DropLeftoversAsync(NpgsqlConnection connection)
    {
        List<string> names = [];
        await using (var command = new NpgsqlCommand("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%' OR datname LIKE 'template\\_%' ORDER BY oid DESC", connection))
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync()) names.Add(reader.GetString(0));

        var dead = names.Where(name => name.StartsWith("test_", StringComparison.Ordinal) && !Directory.Exists($"/proc/{name.Split('_')[1]}"));
        var old = names.Where(name => name.StartsWith("template_", StringComparison.Ordinal)).Skip(3);
        foreach (var name in dead.Concat(old)) await ExecuteAsync(connection, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    /// <summary>Changes with any change of an assembly that may hold migrations.</summary>
    private static string StateOfTheCode()
    {
        var versions = Directory.EnumerateFiles(AppContext.BaseDirectory, "OllamaNet.*.dll")
            .Where(file => !Path.GetFileName(file).Contains("Test", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(file => System.Reflection.Assembly.LoadFrom(file).ManifestModule.ModuleVersionId.ToString("N", CultureInfo.InvariantCulture));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(versions))))[..16];
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string name)
    {
        await using var command = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync() is not null;
    }

    private static string Name(string server, string database) => new NpgsqlConnectionStringBuilder(server) { Database = database }.ConnectionString;

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await ExecuteAsync(connection, sql);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await using var command = new NpgsqlCommand(sql, connection);
                await command.ExecuteNonQueryAsync();
                return;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege && attempt < 20)
            {
                await Task.Delay(250); // autovacuum is in a database that is to be dropped, and belongs to somebody else: it is soon done
            }
        }
    }
}
