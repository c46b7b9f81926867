using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace OllamaNet.Benchmarks;

/// <summary>What was measured and where.</summary>
internal static class Machine
{
    public static string Repository { get; } = FindRepository();

    public static string Commit => Git("rev-parse", "--short", "HEAD") + (Git("status", "--porcelain", "--untracked-files=no", "--", "src", "web", "native", "run").Length > 0 ? "+changes" : "");

    public static string Description =>
        $"{Cores} cores, {Cpu}, Linux {Environment.OSVersion.Version}, {RuntimeInformation.FrameworkDescription}, load average {LoadAverage}";

    public static string LoadAverage => string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]);

    /// <summary>The product's alone while streams are measured.</summary>
    public static string ProductCore => "0";

    public static string AllCores => Cores > 1 ? $"0-{Cores - 1}" : "0";

    /// <summary>Of the machine; this process sees only the one it is tied to.</summary>
    private static int Cores => int.Parse(Environment.GetEnvironmentVariable("BENCH_CORES") ?? "1", CultureInfo.InvariantCulture);

    private static string Cpu => File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown processor";

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OllamaNet.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("This program measures the repository it lies in.");
    }

    private static string Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Repository, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return output;
    }
}
