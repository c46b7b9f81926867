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
/// How many tokens a model makes of what <see cref="PromptSize"/> says, for each model: learnt from what engines counted, newer prompts weighing more, and kept
/// in a file of the data directory. It holds model names and two numbers each, nothing of any prompt.
/// </summary>
internal sealed class TokenEstimates(DataDirectory data, TimeProvider time, ILogger<TokenEstimates> logger) : BackgroundService
{
    public const string FileName = "token-estimates.json";

    /// <summary>What is older than about so much of prompts counts half.</summary>
    private const double Memory = 1_000_000;

    /// <summary>A short prompt says more of the template than of the text.</summary>
    private const double Telling = 40;

    /// <summary>Some engines leave out what they had in their cache: a number so far below what was expected is such a one.</summary>
    private const double Cached = 0.55;

    private const double Implausible = 4;
    private const int MostModels = 10_000;
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Learnt> _models = new(StringComparer.Ordinal);
    private volatile bool _changed;

    private string Path => data.At(FileName);

    public int Estimate(string model, ChatRequest request) => Rounded(PromptSize.Of(request) * Factor(model));

    public TextTokens Estimate(string model, IReadOnlyList<string> texts)
    {
        var factor = Factor(model);
        return new([.. texts.Select(t => t.Length == 0 ? 0 : Rounded(PromptSize.Of(t) * factor))], Rounded(PromptSize.PerMessage * factor), PerPrompt: 0, Exact: false);
    }

    /// <summary>Learns from an answer.</summary>
    /// <returns>The answer.</returns>
    public ChatResult Observe(string model, ChatRequest request, ChatResult result)
    {
        // A picture's tokens say nothing of the text's.
        if (result.Usage.PromptTokens is not (> 0 and var tokens) || request.Messages.Any(m => m.Images.Count > 0)) return result;
        var size = PromptSize.Of(request);
        if (size < Telling || _models.Count >= MostModels || tokens / size > Implausible || tokens / size < Cached * Factor(model)) return result;

        _models.AddOrUpdate(ModelNames.Canonical(model), static (_, now) => now, static (_, old, now) => old.And(now), new Learnt(size, tokens));
        _changed = true;
        return result;
    }

    private double Factor(string model) => _models.TryGetValue(ModelNames.Canonical(model), out var learnt) && learnt is { Size: > 0, Tokens: > 0 } ? learnt.Tokens / learnt.Size : 1;

    private static int Rounded(double tokens) => (int)Math.Clamp(Math.Ceiling(tokens), 1, int.MaxValue);

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

    internal sealed record Learnt(double Size, double Tokens)
    {
        public Learnt And(Learnt newer)
        {
            var keep = Math.Pow(0.5, newer.Size / Memory);
            return new((Size * keep) + newer.Size, (Tokens * keep) + newer.Tokens);
        }
    }
}

[JsonSerializable(typeof(Dictionary<string, TokenEstimates.Learnt>))]
internal sealed partial class EstimatesJson : JsonSerializerContext;
