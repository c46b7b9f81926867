using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines;
using OllamaNet.Inference.Nodes;

namespace OllamaNet.Inference.Routing.Cache;

/// <summary>The user, everything that was asked, and which models (by their digests) it may be asked of: SHA-256 over all of it.</summary>
internal readonly record struct CacheKey(UInt128 High, UInt128 Low)
{
    public static CacheKey Of(ChatRequest request, WireRequest? wire, IEnumerable<Demand> demands, NodeSet nodes)
    {
        using var hash = Begin(request.Caller, "chat", demands, nodes);
        Add(hash, JsonSerializer.SerializeToUtf8Bytes(
            new(request.Model, request.Messages, request.Options, request.Tools, request.ToolChoice, request.ParallelToolCalls, request.TopLogprobs), KeyJson.Default.AskedChat));
        if (wire is not null)
        {
            Add(hash, Encoding.UTF8.GetBytes($"{wire.Protocol} {wire.Stream} {wire.IncludeUsage}"));
            Add(hash, wire.Body.Span);
        }

        return End(hash);
    }

    public static CacheKey Of(EmbeddingRequest request, IEnumerable<Demand> demands, NodeSet nodes)
    {
        using var hash = Begin(request.Caller, "embeddings", demands, nodes);
        Add(hash, JsonSerializer.SerializeToUtf8Bytes(new(request.Model, request.Inputs, request.Tokens, request.Dimensions), KeyJson.Default.AskedVectors));
        return End(hash);
    }

    private static IncrementalHash Begin(Caller caller, string operation, IEnumerable<Demand> demands, NodeSet nodes)
    {
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, caller.UserId.ToByteArray());
        Add(hash, Encoding.UTF8.GetBytes($"{operation} {caller.Protocol}"));
        foreach (var demand in demands)
        {
            Add(hash, Encoding.UTF8.GetBytes($"{demand.Model} {demand.LocalOnly}"));
            // A model that was replaced under the same name is another one.
            var versions = nodes.All.Select(n => (n.Name, Model: n.Find(demand.Model))).Where(n => n.Model is not null)
                .Select(n => n.Model!.Engine.Digest ?? $"{n.Name} {n.Model.Engine.Name}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
            foreach (var version in versions) Add(hash, Encoding.UTF8.GetBytes(version));
        }

        return hash;
    }

    /// <summary>With its length, so that no two texts run into one another.</summary>
    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }

    private static CacheKey End(IncrementalHash hash)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(bytes);
        return new(BitConverter.ToUInt128(bytes), BitConverter.ToUInt128(bytes[16..]));
    }
}

internal sealed record AskedChat(
    string Model, IReadOnlyList<ChatMessage> Messages, SamplingOptions Options, IReadOnlyList<ToolDefinition> Tools, ToolChoice ToolChoice, bool? ParallelToolCalls, int? TopLogprobs);

internal sealed record AskedVectors(string Model, IReadOnlyList<string> Inputs, IReadOnlyList<int[]> Tokens, int? Dimensions);

[JsonSerializable(typeof(AskedChat))]
[JsonSerializable(typeof(AskedVectors))]
internal sealed partial class KeyJson : JsonSerializerContext;
