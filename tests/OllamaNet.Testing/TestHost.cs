namespace OllamaNet.Testing;

/// <summary>The real host on a free port of 127.0.0.1, on a database of its own.</summary>
public sealed class TestHost;
