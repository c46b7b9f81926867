using System.Diagnostics;
using OllamaNet.Inference.Embedded.Worker;

namespace OllamaNet.Inference.Embedded.Supervision;

/// <summary>How to start an engine process: this program again, told to be an engine.</summary>
internal static class EngineProgram
{
    // An engine reads files that people bring: it gets none of the secrets that the environment may hold.
    private static readonly string[] Kept = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "LANG", "SystemRoot", "LD_LIBRARY_PATH"];

    public static ProcessStartInfo StartInfo(string? program, WorkerArguments arguments)
    {
        program ??= Beside("ollamanet") ?? Beside("ollamanet.exe") ?? Beside("ollamanet.dll") ?? throw new FileNotFoundException("The program `ollamanet` is not in its own folder.");
        var info = new ProcessStartInfo
        {
            FileName = program,
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        {
            info.FileName = "dotnet";
            info.ArgumentList.Add(program);
        }
        foreach (var argument in arguments.ToCommandLine()) info.ArgumentList.Add(argument);

        foreach (var name in info.Environment.Keys.Where(n => !IsKept(n)).ToArray()) info.Environment.Remove(name);
        // Without this a failed assertion prints a backtrace and starts a debugger where one is installed.
        info.Environment["GGML_NO_BACKTRACE"] = "1";
        info.Environment["DOTNET_EnableDiagnostics"] = "0";
        info.Environment["DOTNET_TieredPGO"] = "0";
        return info;
    }

    private static bool IsKept(string name) => Kept.Contains(name, StringComparer.OrdinalIgnoreCase) || name.StartsWith("DOTNET_", StringComparison.Ordinal);

    private static string? Beside(string file) => Path.Combine(AppContext.BaseDirectory, file) is var path && File.Exists(path) ? path : null;
}
