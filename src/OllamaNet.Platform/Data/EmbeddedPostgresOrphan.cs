using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace OllamaNet.Platform.Data;

/// <summary>
/// A server that outlived its host. The host holds the lock of the data directory, so a live server on that data can only be one of ours;
/// a process that merely has the same number by chance runs on other data.
/// </summary>
internal static partial class EmbeddedPostgresOrphan
{
    private const int Interrupt = 2, Quit = 3, Kill = 9;

    public static void End(string cluster)
    {
        if (Find(cluster) is not { } processId) return;

        foreach (var (signal, patience) in new[] { (Interrupt, 5_000), (Quit, 3_000), (Kill, 2_000) })
        {
            Signal(processId, signal);
            var waited = Stopwatch.StartNew();
            while (waited.ElapsedMilliseconds < patience)
            {
                if (Find(cluster) is null) return;
                Thread.Sleep(10);
            }
        }
        throw new EmbeddedPostgresException($"Process {processId} still uses {cluster} and does not end. End it, then start again.");
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

    private static int? Find(string cluster)
    {
        var file = Path.Combine(cluster, "postmaster.pid");
        if (!File.Exists(file)) return null;

        try
        {
            return int.TryParse(File.ReadLines(file).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
                && CommandOf(processId) is { } command && command.Contains("postgres", StringComparison.Ordinal) && command.Contains(cluster, StringComparison.Ordinal)
                    ? processId
                    : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static string? CommandOf(int processId)
    {
        try
        {
            if (OperatingSystem.IsLinux()) return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{processId}/cmdline"));

            using var ps = Process.Start(new ProcessStartInfo("ps", ["-o", "command=", "-p", processId.ToString(CultureInfo.InvariantCulture)]) { UseShellExecute = false, RedirectStandardOutput = true })!;
            return ps.StandardOutput.ReadToEnd();
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void Signal(int processId, int signal) => _ = SendSignal(processId, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int processId, int signal);
}
