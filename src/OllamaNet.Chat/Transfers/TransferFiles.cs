using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OllamaNet.Platform.Data;

namespace OllamaNet.Chat.Transfers;

/// <summary>Files on their way in or out, in the data directory. Their names are made here, of ids and numbers; no name of a client is ever one.</summary>
internal sealed class TransferFiles(DataDirectory data, IOptions<TransferOptions> options, TimeProvider time)
{
    private string Folder => data.Folder("transfers");

    /// <summary>What was uploaded for this import.</summary>
    public string UploadOf(Guid owner, Guid job) => Path.Combine(Folder, $"{job:N}.{owner:N}.import");

    /// <summary>What this attempt at an export writes: an older attempt that still lives writes another.</summary>
    public string ResultOf(Guid owner, Guid job, long fence) => Path.Combine(Folder, FormattableString.Invariant($"{job:N}-{fence}.{owner:N}.export"));

    public void Delete(Guid job)
    {
        foreach (var file in Directory.EnumerateFiles(Folder, $"{job:N}*")) File.Delete(file);
    }

    public void DeleteOf(Guid owner)
    {
        foreach (var file in Directory.EnumerateFiles(Folder, $"*.{owner:N}.*")) File.Delete(file);
    }

    /// <summary>Deletes what is older than it may be.</summary>
    public int Sweep()
    {
        var before = time.GetUtcNow().UtcDateTime.AddHours(-options.Value.KeepHours);
        var old = Directory.EnumerateFiles(Folder).Where(f => File.GetLastWriteTimeUtc(f) < before).ToList();
        old.ForEach(File.Delete);
        return old.Count;
    }
}

/// <summary>Sweeps at the start and once every quarter of an hour.</summary>
internal sealed class TransferSweep(TransferFiles files, TimeProvider time, ILogger<TransferSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                files.Sweep();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                logger.TransfersNotSwept(e.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
