namespace OllamaNet.Host;

/// <summary>Something the person at the keyboard can put right; the message says how.</summary>
internal sealed class HostProblem(string message, Exception? inner = null) : Exception(message, inner);
