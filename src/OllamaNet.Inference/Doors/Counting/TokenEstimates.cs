using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Models;
using OllamaNet.Platform.Data;

namespace OllamaNet.Inference.Doors.Counting;

/// <summary>
/// How many bytes of a prompt come to a token, for each model: learnt from what engines counted, newer prompts weighing more, and kept
/// in a file of the data directory. It holds model names and two numbers each, nothing of any prompt.
/// </summary>
internal sealed class TokenEstimates(DataDirectory data, TimeProvider time, ILogger<TokenEstimates> logger) : BackgroundService
{
    public const string FileName = "token-estimates.json";

    /// <summary>English text in most vocabularies.</summary>
    private const double UsualBytes = 3.8;

    /// <summary>What is older than about so many bytes of prompts counts half.</summary>
    private const double Memory = 4_000_000;
    private const int MostModels = 10_000;
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Learnt> _models = new(StringComparer.Ordinal);
    private volatile bool _changed;

    private string Path => data.At(FileName);

    public int Estimate(string model, ChatRequest request)
    {
        var bytes = PromptSize.Of(request);
        var perToken = _models.TryGetValue(ModelNames.Canonical(model), out var learnt) && learnt is { Tokens: > 0 } ? learnt.Bytes / learnt.Tokens : UsualBytes;
        return (int)Math.Clamp(Math.Ceiling(bytes / perToken), 1, int.MaxValue);
    }

    /// <summary>Learns from an answer.</summary>
    /// <returns>The answer.</returns>
    public ChatResult Observe(string model, ChatRequest request, ChatResult result)
    {
        // A picture has no bytes that say anything.
        if (result.Usage.PromptTokens is not (> 0 and var tokens) || request.Messages.Any(m => m.Images.Count > 0)) return result;
        if (_models.Count >= MostModels) return result;
        var bytes = (double)PromptSize.Of(request);
        _models.AddOrUpdate(ModelNames.Canonical(model), static (_, now) => now, static (_, old, now) => old.And(now), new Learnt(bytes, tokens));
        _changed = true;
        return result;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var saved = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(Path, cancellationToken), EstimatesJson.Default.DictionaryStringLearnt);
            foreach (var (model, learnt) in saved ?? []) _models.TryAdd(model, learnt);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // None yet, or none that can be read: it is learnt anew.
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SaveInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Save();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Save();
        }
    }

    private void Save()
    {
        if (!_changed) return;
        _changed = false;
        try
        {
            var unfinished = Path + ".new";
            File.WriteAllBytes(unfinished, JsonSerializer.SerializeToUtf8Bytes(_models.ToDictionary(StringComparer.Ordinal), EstimatesJson.Default.DictionaryStringLearnt));
            File.Move(unfinished, Path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.EstimatesNotSaved(e);
        }
    }

    internal sealed record Learnt(double Bytes, double Tokens)
    {
        public Learnt And(Learnt newer)
        {
            var keep = Math.Pow(0.5, newer.Bytes / Memory);
            return new((Bytes * keep) + newer.Bytes, (Tokens * keep) + newer.Tokens);
        }
    }
}

[JsonSerializable(typeof(Dictionary<string, TokenEstimates.Learnt>))]
internal sealed partial class EstimatesJson : JsonSerializerContext;
