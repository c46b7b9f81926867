namespace OllamaNet.Platform.Data;

/// <summary>The embedded database cannot run here; the message says what to do.</summary>
public sealed class EmbeddedPostgresException(string message, Exception? inner = null) : Exception(message, inner);
