using System.Globalization;
using Microsoft.Extensions.Logging;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Embedded.Models;
using OllamaNet.Inference.Embedded.Native;
using OllamaNet.Inference.Embedded.Worker;

namespace OllamaNet.Inference.Embedded.Supervision;

/// <summary>The models that are loaded. When memory is short, the one that was not used for longest makes room.</summary>
internal sealed class ModelPool(EmbeddedOptions options, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private const long ProcessOverhead = 100L << 20;
    private readonly Lock gate = new();
    private readonly Dictionary<string, ModelRunner> runners = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();
    private readonly long budget = options.MemoryBudget ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;
    private long clock;

    /// <summary>Why models that exist cannot be loaded.</summary>
    public IReadOnlyList<string> Problems()
    {
        lock (gate) return [.. runners.Values.Select(r => r.Problem).OfType<string>()];
    }

    public int? ProcessId(string model)
    {
        lock (gate) return runners.Values.FirstOrDefault(r => r.File.Name == model)?.ProcessId;
    }

    /// <summary>The model cannot be unloaded until <see cref="Return"/>.</summary>
    /// <exception cref="InferenceException">There is no room for it.</exception>
    public ModelRunner Rent(ModelFile file)
    {
        var unloaded = new List<ModelRunner>();
        try
        {
            lock (gate)
            {
                RetireChanged(file, unloaded);
                if (!runners.TryGetValue(file.Path, out var runner)) runners[file.Path] = runner = Create(file);
                if (!runner.IsLoaded) MakeRoom(file, unloaded);
                runner.Users++;
                runner.LastUsed = ++clock;
                return runner;
            }
        }
        finally
        {
            foreach (var runner in unloaded) _ = UnloadAsync(runner);
        }
    }

    public void Return(ModelRunner runner)
    {
        lock (gate) runner.Users--;
    }

    /// <summary>Loads a model ahead of the first question, and again whenever its engine dies.</summary>
    public async Task KeepWarmAsync(ModelFile file)
    {
        try
        {
            var runner = Rent(file);
            try
            {
                await Task.Delay(Positive(runner.Pause), time, stopping.Token);
                await runner.GetAsync(stopping.Token);
            }
            finally
            {
                Return(runner);
            }
        }
        catch (InferenceException)
        {
            // Logged where it happened, and told by the next probe.
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }

    private static TimeSpan Positive(TimeSpan span) => span < TimeSpan.Zero ? TimeSpan.Zero : span;

    private ModelRunner Create(ModelFile file) => new(file, () => EngineProgram.StartInfo(options.Program, Arguments(file)), options, time, logger)
    {
        Died = file.Demo && options.WarmDemo ? () => _ = KeepWarmAsync(file) : null,
    };

    private WorkerArguments Arguments(ModelFile file) => new(
        NativeDirectory.Find(options.NativeDirectory) ?? throw new FileNotFoundException("the llama.cpp libraries are missing"),
        file.Path, options.ContextLength, options.Parallel, options.QueueLength, options.Threads ?? Math.Max(1, Environment.ProcessorCount - 1));

    private void RetireChanged(ModelFile file, List<ModelRunner> unloaded)
    {
        if (!runners.TryGetValue(file.Path, out var old) || old.File.Changed == file.Changed || old.Users > 0) return;
        runners.Remove(file.Path);
        unloaded.Add(old);
    }

    private void MakeRoom(ModelFile file, List<ModelRunner> unloaded)
    {
        var needed = Estimate(file);
        if (needed > budget) throw new InferenceException(InferenceError.Refused, $"{file.Name} needs about {Gigabytes(needed)}; models may take {Gigabytes(budget)} here.");

        var loaded = runners.Values.Where(r => r.IsLoaded).ToList();
        var used = loaded.Sum(r => Estimate(r.File));
        foreach (var idle in loaded.Where(r => r.Users == 0 && !r.File.Demo).OrderBy(r => r.LastUsed))
        {
            if (used + needed <= budget) return;
            used -= Estimate(idle.File);
            runners.Remove(idle.File.Path);
            unloaded.Add(idle);
        }
        if (used + needed > budget) throw new InferenceException(InferenceError.Busy, "All memory for models is in use. Try again in a moment.") { RetryAfter = TimeSpan.FromSeconds(5) };
    }

    private async Task UnloadAsync(ModelRunner runner)
    {
        logger.ModelUnloaded(runner.File.Name);
        await runner.DisposeAsync();
    }

    private static long Estimate(ModelFile file) => file.Size + (file.Size / 8) + ProcessOverhead;

    private static string Gigabytes(long bytes) => (bytes / 1e9).ToString("0.0", CultureInfo.InvariantCulture) + " GB";

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        ModelRunner[] all;
        lock (gate) all = [.. runners.Values];
        await Task.WhenAll(all.Select(r => r.DisposeAsync().AsTask()));
        stopping.Dispose();
    }
}
