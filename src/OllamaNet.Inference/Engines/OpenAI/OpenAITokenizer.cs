using System.Collections.Concurrent;
using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Ollama;

namespace OllamaNet.Inference.Engines.OpenAI;

/// <summary>
/// Counts with the server's own tokeniser where it has one: vLLM's and llama.cpp's <c>/tokenize</c>, beside the API's path. Each text is a request,
/// so each is counted once, and who asks waits for a moment only: what takes longer goes on without him and is known the next time.
/// </summary>
internal sealed class OpenAITokenizer(HttpClient http, TimeProvider time) : IDisposable
{
    private const int MostRemembered = 50_000;
    private const int AtOnce = 8;

    /// <summary>What a question may lose by it, and that only where counting has been quicker.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(2);

    /// <summary>Each model that was asked about; null: it cannot be counted for.</summary>
    private readonly ConcurrentDictionary<string, Frame?> _frames = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Model, UInt128 Text), Task<int?>> _counts = new();
    private readonly SemaphoreSlim _places = new(AtOnce);
    private volatile bool _slow;

    /// <summary>Finds out for which models the server counts. Never throws: a server that does not count is none that is down.</summary>
    public async Task LookAsync(IReadOnlyList<string> models, CancellationToken cancellationToken)
    {
        foreach (var gone in _frames.Keys.Except(models, StringComparer.Ordinal)) Forget(gone);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LookLimit);
        foreach (var model in models.Where(m => !_frames.ContainsKey(m)))
        {
            try
            {
                _frames[model] = await MeasureAsync(model, limit.Token);
            }
            catch (WireException e) when (e.Failure is WireFailure.Garbage || e.Status is < HttpStatusCode.InternalServerError and not HttpStatusCode.TooManyRequests)
            {
                _frames[model] = null;
            }
            catch (Exception e) when (e is WireException or HttpRequestException or OperationCanceledException)
            {
                // Not said; asked again with the next probe.
            }
        }
    }

    /// <summary>The server may be another one when it comes back.</summary>
    public void Forget()
    {
        _frames.Clear();
        _counts.Clear();
    }

    /// <returns>Null where the server does not count for this model, or not now.</returns>
    public async Task<TextTokens?> CountAsync(string model, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        if (_frames.GetValueOrDefault(model) is not { } frame) return null;
        if (_counts.Count > MostRemembered) _counts.Clear();
        var counting = Task.WhenAll(texts.Select(t => t.Length == 0 ? Task.FromResult<int?>(0) : _counts.GetOrAdd((model, Hash(t)), _ => CountAsync(model, frame, t))));
        try
        {
            var counts = await counting.WaitAsync(_slow ? TimeSpan.Zero : Patience, time, cancellationToken);
            if (Array.TrueForAll(counts, c => c is not null)) return new([.. counts.Select(c => c!.Value)], frame.PerMessage, frame.PerPrompt, Exact: true);
            foreach (var (text, _) in texts.Zip(counts).Where(c => c.Second is null)) _counts.TryRemove((model, Hash(text)), out _);
            return null;
        }
        catch (TimeoutException)
        {
            _slow = true;
            return null;
        }
    }

    public void Dispose() => _places.Dispose();

    /// <summary>Goes on when nobody waits for it any more, so it ends by itself and throws nothing.</summary>
    private async Task<int?> CountAsync(string model, Frame frame, string text)
    {
        try
        {
            await _places.WaitAsync();
            try
            {
                if (!_frames.ContainsKey(model)) return null;
                using var limit = new CancellationTokenSource(Limit, time);
                var begun = time.GetTimestamp();
                var tokens = await TokensAsync(model, frame.Vllm, text, limit.Token);
                _slow = time.GetElapsedTime(begun) > Patience;
                return tokens;
            }
            finally
            {
                _places.Release();
            }
        }
        catch (Exception e) when (e is WireException or HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            Forget(model); // until the next probe finds that it counts again
            return null;
        }
    }

    /// <summary>What the model's template adds, from prompts of one message and of three.</summary>
    private async Task<Frame> MeasureAsync(string model, CancellationToken cancellationToken)
    {
        const string Word = "a";
        var probe = await PostAsync("../tokenize", new() { Model = model, Prompt = Word, Content = Word, AddSpecialTokens = false, AddSpecial = false }, cancellationToken);
        var vllm = probe.Count is not null;
        var word = CountOf(probe);
        var one = await PromptAsync(model, vllm, [new("user", Word)], cancellationToken);
        var three = await PromptAsync(model, vllm, [new("user", Word), new("assistant", Word), new("user", Word)], cancellationToken);
        var perMessage = Math.Max(0, ((three - one + 1) / 2) - word);
        return new(vllm, perMessage, Math.Max(0, one - word - perMessage));
    }

    private async Task<int> PromptAsync(string model, bool vllm, IReadOnlyList<TokenizeMessage> messages, CancellationToken cancellationToken)
    {
        if (vllm) return CountOf(await PostAsync("../tokenize", new() { Model = model, Messages = messages }, cancellationToken));
        var prompt = (await PostAsync("../apply-template", new() { Model = model, Messages = messages }, cancellationToken)).Prompt ?? throw WireException.Garbage();
        return CountOf(await PostAsync("../tokenize", new() { Model = model, Content = prompt, AddSpecial = true }, cancellationToken));
    }

    private async Task<int> TokensAsync(string model, bool vllm, string text, CancellationToken cancellationToken) => CountOf(await PostAsync(
        "../tokenize", vllm ? new() { Model = model, Prompt = text, AddSpecialTokens = false } : new() { Model = model, Content = text, AddSpecial = false }, cancellationToken));

    private async Task<TokenizeAnswer> PostAsync(string path, TokenizeRequest body, CancellationToken cancellationToken)
    {
        using var message = WireResponse.Post(path, body, OpenAIJson.Default.TokenizeRequest);
        using var response = await http.SendAsync(message, cancellationToken);
        return await WireResponse.ReadAsync(response, OpenAIJson.Default.TokenizeAnswer, cancellationToken);
    }

    private static int CountOf(TokenizeAnswer answer)
    {
        var count = answer.Count ?? (answer.Tokens is { ValueKind: JsonValueKind.Array } tokens ? tokens.GetArrayLength() : -1);
        return count >= 0 ? count : throw WireException.Garbage();
    }

    private void Forget(string model)
    {
        _frames.TryRemove(model, out _);
        foreach (var key in _counts.Keys.Where(k => k.Model == model)) _counts.TryRemove(key, out _);
    }

    private static UInt128 Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }

    /// <param name="Vllm">Whose form it is; else llama.cpp's.</param>
    private sealed record Frame(bool Vllm, int PerMessage, int PerPrompt);
}
