using System.Text.RegularExpressions;

namespace OllamaNet.Inference.Embedded.Models;

/// <summary>The models on disk: the demo model and every GGUF file in the folder. Looked at anew each time, so that a new file needs no restart.</summary>
internal sealed partial class ModelFolder(EmbeddedOptions options)
{
    public const string DemoName = "ollamanet-demo";
    private readonly Lock gate = new();
    private IReadOnlyList<ModelFile> known = [];

    /// <summary>All files by name; broken ones carry their problem.</summary>
    public IReadOnlyList<ModelFile> Scan()
    {
        lock (gate)
        {
            var found = new List<ModelFile>();
            if (DemoPath() is { } demo) found.Add(Look(DemoName, new FileInfo(demo), demo: true));
            if (options.ModelsDirectory is { } folder && Directory.Exists(folder))
            {
                foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*.gguf").OrderBy(f => f.Name, StringComparer.Ordinal))
                {
                    if (ModelName(file.Name) is { } name && !found.Exists(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase))) found.Add(Look(name, file, demo: false));
                }
            }
            return known = found;
        }
    }

    public ModelFile? Find(string name)
    {
        bool Named(ModelFile file) => string.Equals(file.Name, name, StringComparison.OrdinalIgnoreCase);
        return known.FirstOrDefault(Named) is { } file && IsUnchanged(file) ? file : Scan().FirstOrDefault(Named);
    }

    /// <summary>The file name without its ending. Of a model in several files the first stands for all; the engine finds the others.</summary>
    private static string? ModelName(string fileName)
    {
        var name = Path.GetFileNameWithoutExtension(fileName);
        var part = PartOfMany().Match(name);
        if (!part.Success) return name;
        return part.Groups["part"].ValueSpan is "00001" ? name[..part.Index] : null;
    }

    private ModelFile Look(string name, FileInfo file, bool demo)
    {
        if (known.FirstOrDefault(f => f.Path == file.FullName && f.Size == file.Length && f.Changed == file.LastWriteTimeUtc) is { } same) return same;

        var model = new ModelFile(name, file.FullName, file.Length, file.LastWriteTimeUtc, demo);
        try
        {
            return model with { Header = GgufHeader.Read(file.FullName) };
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            return model with { Problem = $"{file.Name} cannot be used: {e.Message}." };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return model with { Problem = $"{file.Name} cannot be read." };
        }
    }

    private static bool IsUnchanged(ModelFile model)
    {
        var file = new FileInfo(model.Path);
        return file.Exists && file.Length == model.Size && file.LastWriteTimeUtc == model.Changed;
    }

    private string? DemoPath()
    {
        if (options.DemoModel is { } path) return path.Length > 0 && File.Exists(path) ? Path.GetFullPath(path) : null;
        return Shipped.Find("models/demo/ollamanet-demo-q8_0.gguf");
    }

    [GeneratedRegex("-(?<part>[0-9]{5})-of-[0-9]{5}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PartOfMany();
}
