using System.Globalization;
using System.Net;

namespace OllamaNet.Benchmarks.Product;

/// <summary>Where the data of measured processes is, and what they are told.</summary>
/// <param name="kept">A folder that stays; null for one that goes.</param>
internal sealed class Installation(string? kept = null) : IDisposable
{
    public string Data { get; } = kept is null ? Directory.CreateTempSubdirectory("ollamanet-bench-").FullName : Directory.CreateDirectory(kept).FullName;

    /// <summary>As delivered, except that nobody is limited.</summary>
    public static IReadOnlyDictionary<string, string> Unlimited { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Limits:Enabled"] = "false",
        ["Chat:MaxRunsPerUser"] = "10000",
    };

    /// <param name="simulators">A node each.</param>
    public static IReadOnlyDictionary<string, string> With(params IReadOnlyList<IPEndPoint> simulators)
    {
        var settings = new Dictionary<string, string>(Unlimited, StringComparer.Ordinal);
        for (var i = 0; i < simulators.Count; i++)
        {
            var node = string.Create(CultureInfo.InvariantCulture, $"Inference:Nodes:{i}:");
            (settings[node + "Name"], settings[node + "Kind"], settings[node + "Url"]) = (string.Create(CultureInfo.InvariantCulture, $"simulator{i}"), "ollama", $"http://{simulators[i]}");
        }

        return settings;
    }

    /// <summary>The simulator as two nodes, one of each protocol; limits are on, but nobody reaches them.</summary>
    public static IReadOnlyDictionary<string, string> WithDoors(IPEndPoint simulator) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Inference:Nodes:0:Name"] = "ollama",
        ["Inference:Nodes:0:Kind"] = "ollama",
        ["Inference:Nodes:0:Url"] = string.Create(CultureInfo.InvariantCulture, $"http://{simulator}"),
        ["Inference:Nodes:1:Name"] = "openai",
        ["Inference:Nodes:1:Kind"] = "openai",
        ["Inference:Nodes:1:Url"] = string.Create(CultureInfo.InvariantCulture, $"http://{simulator}/v1"),
        ["Limits:Address:Burst"] = "1000000",
        ["Limits:Address:PerMinute"] = "1000000",
        ["Limits:User:Burst"] = "1000000",
        ["Limits:User:PerMinute"] = "1000000",
        ["CallLimits:RequestsPerMinute"] = "1000000000",
        ["CallLimits:TokensPerMinute"] = "1000000000",
        ["CallLimits:TokensPerDay"] = "1000000000000",
        ["CallLimits:ConcurrentStreams"] = "100000",
    };

    public void Dispose()
    {
        if (kept is null) Directory.Delete(Data, recursive: true);
    }
}
