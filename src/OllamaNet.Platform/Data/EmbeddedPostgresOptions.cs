namespace OllamaNet.Platform.Data;

/// <summary>Where the embedded database keeps its data and finds its programs.</summary>
public sealed record EmbeddedPostgresOptions(DataDirectory Data)
{
    /// <summary>The folder that holds <c>node_modules</c>; looked for when not given.</summary>
    public string? NativeDirectory { get; init; }

    /// <summary>For tests: nothing is flushed to disk, and the account may create databases.</summary>
    public bool Disposable { get; init; }

    /// <summary>For a machine without user namespaces, and its test: as root, always run under the account <c>nobody</c>, in this folder.</summary>
    internal string SharedDirectory { get; init; } = "/var/lib/ollamanet";

    internal bool UserNamespaces { get; init; } = true;
}
