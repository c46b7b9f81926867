using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OllamaNet.Benchmarks.Product;

/// <summary>OllamaNet as <c>./run</c> starts it, with data of its own.</summary>
internal sealed class ProductProcess : IAsyncDisposable
{
    private const int LinesKept = 40;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private ProductProcess(Process process, IPEndPoint address)
    {
        (_process, Address) = (process, address);
        process.OutputDataReceived += (_, e) => Keep(e.Data);
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public IPEndPoint Address { get; }

    public TimeSpan ReadyAfter { get; private set; }

    public int Id => _process.Id;

    /// <param name="cores">As <c>taskset</c> takes them.</param>
    public static async Task<ProductProcess> StartAsync(string cores, string data, IReadOnlyDictionary<string, string> settings)
    {
        var address = FreeAddress();
        var start = new ProcessStartInfo("taskset", ["-c", cores, Machine.Repository + "/run", "serve", "--urls", $"http://{address}"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["OLLAMANET_DATA"] = data;
        foreach (var (name, value) in settings) start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;

        var began = Stopwatch.GetTimestamp();
        var product = new ProductProcess(Process.Start(start)!, address);
        try
        {
            await product.ReadyAsync(began);
            return product;
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }
    }

    public Usage Measure() => ProcessTree.Measure(Id);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using (var kill = Process.Start("kill", ["-TERM", $"{Id}"])) await kill.WaitForExitAsync();
            using var patience = new CancellationTokenSource(StopPatience);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException e)
            {
                _process.Kill(entireProcessTree: true);
                throw new InvalidOperationException($"OllamaNet did not stop within {StopPatience.TotalSeconds} s. It said:\n{string.Join('\n', _output)}", e);
            }
        }

        _process.Dispose();
    }

    private async Task ReadyAsync(long began)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://{Address}") };
        var health = new Uri("/health/ready", UriKind.Relative);
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(health);
                if (answer.IsSuccessStatusCode) break;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                // It does not listen yet.
            }

            if (_process.HasExited || Stopwatch.GetElapsedTime(began) > StartPatience) throw new InvalidOperationException($"OllamaNet did not start. It said:\n{string.Join('\n', _output)}");
            await Task.Delay(5);
        }

        ReadyAfter = Stopwatch.GetElapsedTime(began);
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        _output.Enqueue(line);
        if (_output.Count > LinesKept) _output.TryDequeue(out _);
    }

    internal static IPEndPoint FreeAddress()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return (IPEndPoint)probe.LocalEndpoint;
    }
}
