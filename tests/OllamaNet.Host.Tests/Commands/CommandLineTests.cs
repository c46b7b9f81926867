using System.Net;
using System.Net.Sockets;
using Npgsql;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Host.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("ollamanet-test-");

    public void Dispose() => data.Delete(recursive: true);

    [Fact]
    public async Task Help_shows_the_commands()
    {
        var (exitCode, output) = await HostProcess.RunAsync("--help");

        Assert.Equal(0, exitCode);
        Assert.All(["serve", "migrate", "doctor", "audit", "backup", "restore", "version", "--data", "--urls", "--behind-proxy"], word => Assert.Contains(word, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Version_names_the_program_and_the_runtime()
    {
        var (exitCode, output) = await HostProcess.RunAsync("version");

        Assert.Equal(0, exitCode);
        Assert.Matches(@"OllamaNet \d+\.\d+\.\d+", output);
        Assert.Contains(".NET 10", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_word_is_refused_with_a_pointer_to_help()
    {
        var (exitCode, output) = await HostProcess.RunAsync("srve");

        Assert.Equal(1, exitCode);
        Assert.Contains("'srve'", output, StringComparison.Ordinal);
        Assert.Contains("--help", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_settings_file_in_the_data_directory_counts()
    {
        await File.WriteAllTextAsync(Path.Combine(data.FullName, "settings.json"), """{ "Urls": "http://0.0.0.0:5999" }""");

        var (exitCode, output) = await HostProcess.RunAsync("serve", "--data", data.FullName);

        Assert.Equal(1, exitCode);
        Assert.Contains("Refusing to listen on http://0.0.0.0:5999", output, StringComparison.Ordinal);
        Assert.Contains("--behind-proxy", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_said_before_anything_starts()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var (exitCode, output) = await HostProcess.RunAsync("serve", "--data", data.FullName, "--urls", $"http://127.0.0.1:{port}");

        Assert.Equal(1, exitCode);
        Assert.Contains($"Port {port} is taken", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(data.FullName, "postgres")));
    }

    [Fact]
    public async Task A_data_directory_that_is_a_file_is_said_in_a_sentence()
    {
        var file = Path.Combine(data.FullName, "file");
        await File.WriteAllTextAsync(file, "");

        var (exitCode, output) = await HostProcess.RunAsync("serve", "--data", file);

        Assert.Equal(1, exitCode);
        Assert.Contains("cannot be made", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_finds_everything_in_order_and_names_a_taken_port()
    {
        var (exitCode, output) = await HostProcess.RunAsync("doctor", "--data", data.FullName, "--urls", "http://127.0.0.1:0");

        Assert.True(exitCode == 0, output);
        Assert.All(["data", "port", "database", "node"], name => Assert.Matches($"(?m)^ok +{name} ", output));

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        (exitCode, output) = await HostProcess.RunAsync("doctor", "--data", data.FullName, "--urls", $"http://{listener.LocalEndpoint}");

        Assert.Equal(1, exitCode);
        Assert.Matches("(?m)^PROBLEM +port .*--urls", output);
    }

    [Fact]
    public async Task Migrate_says_what_it_applied_and_then_that_nothing_is_left()
    {
        var first = await HostProcess.RunAsync("migrate", "--data", data.FullName);
        var second = await HostProcess.RunAsync("migrate", "--data", data.FullName);

        Assert.True(first.ExitCode == 0, first.Output);
        Assert.Contains("applied platform/", first.Output, StringComparison.Ordinal);
        Assert.True(second.ExitCode == 0, second.Output);
        Assert.Contains("up to date", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_audit_log_is_verified_beside_the_server_and_a_broken_one_is_told_by_the_exit_code()
    {
        await using var host = await TestHost.StartAsync();
        using var admin = await host.SignUpAsync();
        string[] settings = [.. host.SettingsToShare().Select(setting => $"--{setting.Key}={setting.Value}")];
        await using var database = NpgsqlDataSource.Create(host.Configuration["ConnectionStrings:OllamaNet"]!);
        await using var linked = database.CreateCommand("SELECT count(*) FROM platform.audit WHERE seq IS NOT NULL");
        while (await linked.ExecuteScalarAsync() is 0L) await Task.Delay(50);

        var (whole, said) = await HostProcess.RunAsync(["audit", "verify", .. settings]);
        await using (var change = database.CreateCommand("ALTER TABLE platform.audit DISABLE TRIGGER USER; UPDATE platform.audit SET actor_name = 'nobody' WHERE seq = 1; ALTER TABLE platform.audit ENABLE TRIGGER USER")) await change.ExecuteNonQueryAsync();
        var (broken, found) = await HostProcess.RunAsync(["audit", "verify", .. settings]);

        Assert.True(whole == 0, said);
        Assert.Contains("The audit log is whole", said, StringComparison.Ordinal);
        Assert.Equal(1, broken);
        Assert.Contains("Entry 1 ", found, StringComparison.Ordinal);
    }
}
