using System.Reflection;
using System.Runtime.InteropServices;

namespace OllamaNet.Host.Commands;

internal static class VersionCommand
{
    public static string Version { get; } =
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static Task<int> RunAsync(string[] settings, CancellationToken cancellationToken)
    {
        Console.WriteLine($"OllamaNet {Version}");
        Console.WriteLine($"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier})");
        return Task.FromResult(0);
    }
}
