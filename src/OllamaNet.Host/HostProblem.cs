using OllamaNet.Platform.Data;

namespace OllamaNet.Host;

/// <summary>Something the person at the keyboard can put right; the message says how.</summary>
internal class HostProblem(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The data directory is fine, but another process works on it.</summary>
internal sealed class InstanceInUse(DataDirectory data, Exception inner)
    : HostProblem($"Another OllamaNet uses the data directory {data.FullPath}. Stop it first, or choose another directory with --data.", inner)
{
    public DataDirectory Directory { get; } = data;
}
