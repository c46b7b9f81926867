using System.Globalization;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Host.Tests.Commands;

public sealed class ServeTests : IDisposable
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("ollamanet-test-");

    private string PidFile => Path.Combine(data.FullName, "postgres", "postmaster.pid");

    public void Dispose() => data.Delete(recursive: true);

    [Fact]
    public async Task Ctrl_C_ends_the_host_and_every_process_it_started()
    {
        await using var host = await HostProcess.StartAsync(data.FullName);
        var children = host.Descendants();
        Assert.Contains(await DatabaseIdAsync(), children);

        Assert.Equal(0, await host.InterruptAsync());

        Assert.DoesNotContain(children, HostProcess.IsAlive);
        Assert.False(File.Exists(PidFile), "The database was not shut down in order.");
    }

    [Fact]
    public async Task After_kill_9_the_next_start_recovers()
    {
        await using var first = await HostProcess.StartAsync(data.FullName);
        var children = first.Descendants();
        await first.KillAsync();

        await using var second = await HostProcess.StartAsync(data.FullName);

        Assert.True((await new HttpClient().GetAsync(new Uri(second.Address, "/health/live"))).IsSuccessStatusCode);
        await EventuallyAsync(() => !children.Any(HostProcess.IsAlive));
    }

    [Fact]
    public async Task A_killed_host_takes_its_processes_with_it()
    {
        await using var host = await HostProcess.StartAsync(data.FullName);
        var children = host.Descendants();

        await host.KillAsync();

        Assert.NotEmpty(children);
        await EventuallyAsync(() => !children.Any(HostProcess.IsAlive));
    }

    [Fact]
    public async Task Two_hosts_do_not_share_a_data_directory()
    {
        await using var first = await HostProcess.StartAsync(data.FullName);

        var (exitCode, output) = await HostProcess.RunAsync("serve", "--data", data.FullName, "--urls", "http://127.0.0.1:0");
        var doctor = await HostProcess.RunAsync("doctor", "--data", data.FullName, "--urls", "http://127.0.0.1:0");

        Assert.Equal(1, exitCode);
        Assert.Contains("Another OllamaNet uses", output, StringComparison.Ordinal);
        Assert.True(doctor.ExitCode == 0, doctor.Output);
        Assert.Contains("in use by a running OllamaNet", doctor.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_says_at_the_start_is_where_to_go_and_where_things_are()
    {
        await using var host = await HostProcess.StartAsync(data.FullName);
        await EventuallyAsync(() => host.Output.Contains("Ctrl-C", StringComparison.Ordinal));

        Assert.Contains(host.Address.ToString().TrimEnd('/'), host.Output, StringComparison.Ordinal);
        Assert.Contains(data.FullName, host.Output, StringComparison.Ordinal);
        Assert.Matches(@"node +embedded", host.Output);
        Assert.Matches(@"setup +.*one-time code: \S+", host.Output);
    }

    private async Task<int> DatabaseIdAsync() => int.Parse((await File.ReadAllLinesAsync(PidFile))[0], CultureInfo.InvariantCulture);

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        for (var attempt = 0; attempt < 100 && !condition(); attempt++) await Task.Delay(100);
        Assert.True(condition());
    }
}
