using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OllamaNet.Benchmarks;

/// <summary>What was measured and where.</summary>
internal static class Machine
{
    public static string Repository { get; } = FindRepository();

    public static string Commit => Git("rev-parse", "--short", "HEAD") + (Git("status", "--porcelain", "--untracked-files=no", "--", "src", "web", "native", "run").Length > 0 ? "+changes" : "");

    public static string Description =>
        $"{Environment.GetEnvironmentVariable("BENCH_CORES") ?? "?"} cores, {Cpu}, Linux {Environment.OSVersion.Version}, {RuntimeInformation.FrameworkDescription}, load average {LoadAverage}";

    public static string LoadAverage => string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]);

    /// <summary>The product's alone while streams are measured.</summary>
    public static string ProductCore => "0";

    public static string AllCores => Environment.GetEnvironmentVariable("BENCH_CORES") is { } cores && int.TryParse(cores, out var count) && count > 1 ? $"0-{count - 1}" : "0";

    private static string Cpu => File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown processor";

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OllamaNet.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("This program measures the repository it lies in.");
    }

    private static string Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Repository, .. arguments]) { RedirectStandardOutput = true })!;
        var output = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return output;
    }
}
