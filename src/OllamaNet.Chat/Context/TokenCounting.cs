using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Context;

/// <summary>Counts tokens for prompts. What an engine counted exactly is remembered by the text's hash, so that nothing is counted twice.</summary>
internal sealed class TokenCounting(IInference inference, TimeProvider time)
{
    private const int MostRemembered = 200_000;

    /// <summary>A model may be replaced under its name.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string Model, UInt128 Text), int> _counts = new();
    private readonly ConcurrentDictionary<string, (TextTokens Frame, long At)> _exact = new(StringComparer.Ordinal);

    /// <exception cref="InferenceException">The caller may use no such model.</exception>
    public async ValueTask<TextTokens> CountAsync(string model, IReadOnlyList<string> texts, Caller caller, CancellationToken cancellationToken)
    {
        // Estimates cost next to nothing, and get better.
        if (!_exact.TryGetValue(model, out var known)) return Remember(model, texts, await inference.CountTokensAsync(model, texts, caller, cancellationToken));
        if (time.GetElapsedTime(known.At) > Remembered || _counts.Count > MostRemembered)
        {
            _counts.Clear();
            _exact.Clear();
        }

        var counts = new int[texts.Count];
        List<int> missing = [];
        for (var i = 0; i < counts.Length; i++) if (texts[i].Length > 0 && !_counts.TryGetValue((model, Hash(texts[i])), out counts[i])) missing.Add(i);
        if (missing.Count == 0) return known.Frame with { Counts = counts };

        var counted = Remember(model, [.. missing.Select(i => texts[i])], await inference.CountTokensAsync(model, [.. missing.Select(i => texts[i])], caller, cancellationToken));
        for (var i = 0; i < missing.Count; i++) counts[missing[i]] = counted.Counts[i];
        return counted with { Counts = counts };
    }

    private TextTokens Remember(string model, IReadOnlyList<string> texts, TextTokens counted)
    {
        if (!counted.Exact) return counted;
        _exact.TryAdd(model, (counted with { Counts = [] }, time.GetTimestamp()));
        for (var i = 0; i < texts.Count; i++) if (texts[i].Length > 0) _counts[(model, Hash(texts[i]))] = counted.Counts[i];
        return counted;
    }

    private static UInt128 Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }
}
