using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace OllamaNet.Testing;

/// <summary>The program as its users start it: a process of its own, with the embedded database, on a free port of 127.0.0.1.</summary>
public sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly TaskCompletionSource<Uri> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task read;

    private HostProcess(Process process)
    {
        this.process = process;
        read = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public static string Program { get; } = Path.Combine(Repository.Root, "artifacts", "bin", "OllamaNet.Host", "debug", "ollamanet");

    public int Id => process.Id;

    public Uri Address => ready.Task.GetAwaiter().GetResult();

    /// <summary>Everything written so far.</summary>
    public string Output => string.Join('\n', output);

    /// <summary>Starts the server and waits until it serves.</summary>
    public static async Task<HostProcess> StartAsync(string dataDirectory, params string[] arguments)
    {
        var host = Launch(["serve", "--data", dataDirectory, "--urls", "http://127.0.0.1:0", .. arguments]);
        var first = await Task.WhenAny(host.ready.Task, host.read).WaitAsync(Patience);
        if (first == host.ready.Task) return host;

        var output = host.Output;
        await host.DisposeAsync();
        throw new InvalidOperationException($"The host ended before it served:\n{output}");
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        await using var host = Launch(arguments);
        return (await host.ExitAsync(), host.Output);
    }

    /// <summary>SIGKILL: nothing of the program runs any more, not even to clean up.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await ExitAsync();
    }

    /// <summary>Ctrl-C.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        return await ExitAsync();
    }

    /// <summary>Processes this one started, and theirs.</summary>
    public IReadOnlyList<int> Descendants()
    {
        var parents = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => char.IsAsciiDigit(name![0]))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture)).ToDictionary(id => id, ParentOf);
        List<int> found = [process.Id];
        for (var next = 0; next < found.Count; next++) found.AddRange(parents.Where(pair => pair.Value == found[next]).Select(pair => pair.Key));
        return found[1..];
    }

    public static bool IsAlive(int processId) => ParentOf(processId) >= 0;

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await ExitAsync();
        process.Dispose();
    }

    private static HostProcess Launch(string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("OLLAMANET_", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(name);
        return new(Process.Start(start)!);
    }

    private async Task<int> ExitAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        // A child that holds the pipe open must not hold the test.
        await Task.WhenAny(read, Task.Delay(TimeSpan.FromSeconds(1)));
        return process.ExitCode;
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            output.Enqueue(line);
            if (line.StartsWith("  open ", StringComparison.Ordinal)) ready.TrySetResult(new Uri(line[7..].Trim()));
        }
    }

    /// <summary>-1 for a process that is gone or only waits to be collected.</summary>
    private static int ParentOf(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] == "Z" ? -1 : int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return -1;
        }
    }
}
