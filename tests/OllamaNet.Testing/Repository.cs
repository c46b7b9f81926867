namespace OllamaNet.Testing;

/// <summary>Where the sources are, for tests that need files beside the binaries.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "OllamaNet.slnx"))) return folder.FullName;

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
