using System.Diagnostics;
using OllamaNet.Inference.Embedded.Native;

namespace OllamaNet.Inference.Embedded.Worker;

/// <summary>One answer that is wanted.</summary>
internal sealed class ChatJob(int id, int[] prompt, int answerLimit, SamplerChain sampler, AnswerText text) : IDisposable
{
    private volatile bool cancelled;

    public int Id => id;

    public int[] Prompt => prompt;

    public int AnswerLimit => answerLimit;

    public SamplerChain Sampler => sampler;

    public AnswerText Text => text;

    /// <summary>Cells that the job can come to need; taken at its start, so that no answer ever runs out of them.</summary>
    public int Cells => prompt.Length + answerLimit;

    public bool Cancelled => cancelled;

    public int CachedTokens { get; private set; }

    public int AnswerTokens { get; set; }

    private long StartedAt { get; set; }

    private long FirstTokenAt { get; set; }

    public void Start(int cachedTokens)
    {
        CachedTokens = cachedTokens;
        StartedAt = Stopwatch.GetTimestamp();
    }

    public void PromptRead() => FirstTokenAt = Stopwatch.GetTimestamp();

    public TimeSpan PromptTime => Stopwatch.GetElapsedTime(StartedAt, FirstTokenAt);

    public TimeSpan AnswerTime => Stopwatch.GetElapsedTime(FirstTokenAt);

    public void Cancel() => cancelled = true;

    public void Dispose() => sampler.Dispose();
}
