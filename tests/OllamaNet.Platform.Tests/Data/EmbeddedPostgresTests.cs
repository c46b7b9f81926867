using System.Diagnostics;
using System.Globalization;
using Npgsql;
using OllamaNet.Platform.Data;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Platform.Tests.Data;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class EmbeddedPostgresTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ollamanet-test-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_long_path_does_not_keep_the_database_from_starting()
    {
        var data = new DataDirectory(Path.Combine(folder.FullName, new string('x', 120)));

        await using var postgres = await StartAsync(new(data));

        Assert.Equal("C.UTF-8", await AskAsync(postgres, "SELECT datlocale FROM pg_database WHERE datname = current_database()"));
    }

    [Fact]
    public async Task Nobody_gets_in_without_the_password_or_over_the_network()
    {
        await using var postgres = await StartAsync(new(new DataDirectory(folder.FullName)));

        var wrong = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Password = "wrong", Pooling = false };
        await Assert.ThrowsAsync<PostgresException>(() => new NpgsqlConnection(wrong.ConnectionString).OpenAsync());
        var superuser = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Username = "postgres", Pooling = false };
        await Assert.ThrowsAsync<PostgresException>(() => new NpgsqlConnection(superuser.ConnectionString).OpenAsync());
        Assert.Equal("", await AskAsync(postgres, "SELECT current_setting('listen_addresses')"));
        Assert.Equal("false", await AskAsync(postgres, "SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.FullName, "postgres.password")));
    }

    [Fact]
    public async Task A_database_that_ends_by_itself_is_started_again()
    {
        await using var postgres = await StartAsync(new(new DataDirectory(folder.FullName)) { Disposable = true });
        await AskAsync(postgres, "CREATE TABLE kept (value int)");
        var first = DatabaseId(folder.FullName);

        using (var server = Process.GetProcessById(first)) server.Kill();

        for (var attempt = 0; ; attempt++)
            try
            {
                Assert.Equal("0", await AskAsync(postgres, "SELECT count(*)::text FROM kept"));
                break;
            }
            catch (NpgsqlException) when (attempt < 200)
            {
                await Task.Delay(50);
            }
        Assert.NotEqual(first, DatabaseId(folder.FullName));
    }

    [Fact]
    public async Task A_stranger_with_the_number_of_an_earlier_server_is_left_alone()
    {
        var options = new EmbeddedPostgresOptions(new DataDirectory(folder.FullName)) { Disposable = true };
        await (await StartAsync(options)).DisposeAsync();
        using var stranger = Process.Start("sleep", "300");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "postgres", "postmaster.pid"), $"{stranger.Id}\n");

        await using var postgres = await StartAsync(options);

        Assert.False(stranger.HasExited);
        stranger.Kill();
    }

    [Fact]
    public async Task Data_of_another_major_version_is_not_touched()
    {
        var options = new EmbeddedPostgresOptions(new DataDirectory(folder.FullName)) { Disposable = true };
        await (await StartAsync(options)).DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "postgres", "PG_VERSION"), "17\n");

        var problem = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync(options));

        Assert.Contains("PostgreSQL 17", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_namespaces_are_forbidden_root_runs_it_as_nobody()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root changes accounts.");
        File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);
        var options = new EmbeddedPostgresOptions(new DataDirectory(Path.Combine(folder.FullName, "data")))
        {
            Disposable = true,
            UserNamespaces = false,
            SharedDirectory = Path.Combine(folder.FullName, "shared"),
        };

        await (await StartAsync(options)).DisposeAsync();
        await using var again = await StartAsync(options);

        Assert.NotNull(new DirectoryInfo(Path.Combine(folder.FullName, "data", "postgres")).LinkTarget);
        var id = DatabaseId(Path.Combine(folder.FullName, "data"));
        Assert.Contains("Uid:\t65534\t65534", await File.ReadAllTextAsync($"/proc/{id}/status"), StringComparison.Ordinal);
    }

    private static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options)
    {
        var postgres = EmbeddedPostgres.Start(options);
        try
        {
            await postgres.Ready;
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    private static async Task<string?> AskAsync(EmbeddedPostgres postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (await command.ExecuteScalarAsync())?.ToString();
    }

    private static int DatabaseId(string data) => int.Parse(File.ReadLines(Path.Combine(data, "postgres", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
}
