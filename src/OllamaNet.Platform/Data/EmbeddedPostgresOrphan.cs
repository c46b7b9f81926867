using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace OllamaNet.Platform.Data;

/// <summary>
/// Processes of a server that outlived its host. The caller holds the lock of the data directory, so whatever works inside that data is left over;
/// a process that merely has the number of an earlier server works elsewhere, and is left alone.
/// </summary>
internal static partial class EmbeddedPostgresOrphan
{
    private const int Interrupt = 2, Quit = 3, Kill = 9;

    public static void End(string cluster)
    {
        var pidFile = Path.Combine(cluster, "postmaster.pid");
        if (!File.Exists(pidFile)) return;

        foreach (var (signal, patience) in new[] { (Interrupt, 5_000), (Quit, 3_000), (Kill, 2_000) })
        {
            foreach (var processId in Find(cluster)) Signal(processId, signal);
            for (var waited = Stopwatch.StartNew(); waited.ElapsedMilliseconds < patience; Thread.Sleep(10))
            {
                if (Find(cluster).Any()) continue;

                // PostgreSQL would take a stranger with that number for a live server.
                File.Delete(pidFile);
                return;
            }
        }
        throw new EmbeddedPostgresException($"Process {string.Join(", ", Find(cluster))} still works in {cluster} and does not end. End it, then start again.");
    }

    /// <summary>Fast shutdown: sessions are ended, everything is written.</summary>
    public static void Stop(Process process, TimeSpan patience)
    {
        Signal(process.Id, Interrupt);
        if (process.WaitForExit(patience)) return;

        Signal(process.Id, Quit);
        if (process.WaitForExit(TimeSpan.FromSeconds(3))) return;

        process.Kill();
        process.WaitForExit(TimeSpan.FromSeconds(3));
    }

    // Every process of a server has its data as working directory.
    private static IEnumerable<int> Find(string cluster)
    {
        if (!OperatingSystem.IsLinux()) return FindByCommand(cluster);

        return from folder in Directory.EnumerateDirectories("/proc")
               let name = Path.GetFileName(folder)
               where char.IsAsciiDigit(name[0]) && WorksIn(folder, cluster)
               select int.Parse(name, CultureInfo.InvariantCulture);
    }

    private static bool WorksIn(string process, string cluster)
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget == cluster;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or belongs to someone else.
            return false;
        }
    }

    private static IEnumerable<int> FindByCommand(string cluster)
    {
        using var ps = Process.Start(new ProcessStartInfo("ps", ["-ax", "-o", "pid=,command="]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        return [.. from line in ps.StandardOutput.ReadToEnd().Split('\n')
                   where line.Contains("postgres -D " + cluster, StringComparison.Ordinal)
                   select int.Parse(line.AsSpan().TrimStart()[..line.TrimStart().IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture)];
    }

    private static void Signal(int processId, int signal) => _ = SendSignal(processId, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int processId, int signal);
}
