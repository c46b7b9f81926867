using System.Runtime.InteropServices;

namespace OllamaNet.Platform.Data;

/// <summary>Finds what npm installed under <c>native/</c>: binaries for this platform.</summary>
public static class NativePackages
{
    public const string Setting = "OllamaNet:NativeDirectory";

    /// <summary>The folder <c>native/node_modules</c>: the configured one, or the first going up from the program and from the working directory. Null when there is none.</summary>
    public static string? Find(string? configured)
    {
        if (!string.IsNullOrEmpty(configured))
            return Directory.Exists(Path.Combine(configured, "node_modules")) ? Path.GetFullPath(Path.Combine(configured, "node_modules")) : null;

        return Upwards(AppContext.BaseDirectory).Concat(Upwards(Environment.CurrentDirectory))
            .Select(folder => Path.Combine(folder, "native", "node_modules"))
            .FirstOrDefault(Directory.Exists);
    }

    /// <summary>Platform and processor as npm packages name them, such as <c>linux-x64</c>.</summary>
    public static string Platform { get; } =
        $"{(OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    private static IEnumerable<string> Upwards(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent) yield return folder.FullName;
    }
}
