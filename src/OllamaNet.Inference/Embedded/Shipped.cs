namespace OllamaNet.Inference.Embedded;

/// <summary>Finds what ships with the program: beside it when it is published, in the root of the sources when it runs from there.</summary>
internal static class Shipped
{
    public static string? Find(string relativePath) => Find(relativePath, AppContext.BaseDirectory);

    internal static string? Find(string relativePath, string programFolder)
    {
        var beside = Path.Combine(programFolder, relativePath);
        if (Path.Exists(beside)) return beside;

        // Only the root of the sources counts above: libraries must not come from any folder that happens to lie on the way.
        for (var folder = Path.GetDirectoryName(programFolder); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!File.Exists(Path.Combine(folder, "OllamaNet.slnx"))) continue;
            var inSources = Path.Combine(folder, relativePath);
            return Path.Exists(inSources) ? inSources : null;
        }
        return null;
    }
}
