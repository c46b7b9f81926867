using System.Runtime.InteropServices;

namespace OllamaNet.Inference.Embedded.Native;

/// <summary>Finds the folder with llama.cpp's libraries for this machine.</summary>
internal static class NativeDirectory
{
    /// <summary>Null when no folder holds them.</summary>
    public static string? Find(string? configured) =>
        (configured ?? Shipped.Find("native")) is { } root ? Candidates(root).FirstOrDefault(HasLibraries) : null;

    private static IEnumerable<string> Candidates(string root)
    {
        yield return root;
        yield return Path.Combine(root, "llama");
        foreach (var platform in Platforms())
        {
            yield return Path.Combine(root, "node_modules", "@node-llama-cpp", platform, "bins", platform);
            yield return Path.Combine(root, "@node-llama-cpp", platform, "bins", platform);
        }
    }

    private static string[] Platforms()
    {
        var processor = RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => "x64", Architecture.Arm64 => "arm64", Architecture.Arm => "armv7l", _ => "riscv64" };
        if (OperatingSystem.IsWindows()) return [$"win-{processor}"];
        return OperatingSystem.IsMacOS() ? [$"mac-{processor}-metal", $"mac-{processor}"] : [$"linux-{processor}"];
    }

    private static bool HasLibraries(string folder) => Library(folder, "llama") is not null && Library(folder, "ggml") is not null;

    /// <summary>Path of a library whatever its version suffix and system are, such as <c>libllama.v0.5.0.so</c>.</summary>
    public static string? Library(string folder, string stem)
    {
        if (!Directory.Exists(folder)) return null;
        return Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).FirstOrDefault(path =>
        {
            var name = Path.GetFileName(path.AsSpan());
            if (name.StartsWith("lib")) name = name[3..];
            return name.StartsWith(stem) && name[stem.Length..] is ['.', ..] && (name.IndexOf(".so") > 0 || name.EndsWith(".dylib") || name.EndsWith(".dll"));
        });
    }
}
