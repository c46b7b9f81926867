using System.Globalization;
using System.Net;

namespace OllamaNet.Benchmarks.Product;

/// <summary>Where the data of measured processes is, and what they are told.</summary>
internal sealed class Installation : IDisposable
{
    public string Data { get; } = Directory.CreateTempSubdirectory("ollamanet-bench-").FullName;

    /// <summary>As delivered, except that nobody is limited.</summary>
    public static IReadOnlyDictionary<string, string> Unlimited { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Limits:Enabled"] = "false",
        ["Chat:MaxRunsPerUser"] = "10000",
    };

    public static IReadOnlyDictionary<string, string> With(IPEndPoint simulator) => new Dictionary<string, string>(Unlimited, StringComparer.Ordinal)
    {
        ["Inference:Nodes:0:Name"] = "simulator",
        ["Inference:Nodes:0:Kind"] = "ollama",
        ["Inference:Nodes:0:Url"] = string.Create(CultureInfo.InvariantCulture, $"http://{simulator}"),
    };

    public void Dispose() => Directory.Delete(Data, recursive: true);
}
