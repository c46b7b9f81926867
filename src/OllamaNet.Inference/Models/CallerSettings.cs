namespace OllamaNet.Inference.Models;

/// <summary>How the requests of one user are served.</summary>
/// <param name="LocalOnly">Nodes that send data off the site are not picked.</param>
/// <param name="CacheAnswers">Answers at temperature 0 may come from a cache.</param>
/// <param name="CacheEmbeddings">Vectors may come from a cache.</param>
internal sealed record CallerSettings(bool LocalOnly, bool CacheAnswers, bool CacheEmbeddings)
{
    public static readonly CallerSettings Default = new(LocalOnly: false, CacheAnswers: false, CacheEmbeddings: false);
}
