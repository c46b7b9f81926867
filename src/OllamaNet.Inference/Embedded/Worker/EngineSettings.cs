using OllamaNet.Inference.Embedded.Native;

namespace OllamaNet.Inference.Embedded.Worker;

/// <summary>How one loaded model is run.</summary>
internal sealed record EngineSettings(int ContextLength, int Parallel, int Cells, int Threads)
{
    private const long CacheForSmallModels = 64 << 20;
    private const int LongestVectorInput = 2048;

    /// <summary>Longest text that a vector can be made of: its memory grows with the length.</summary>
    public int LongestInput => Math.Min(ContextLength, LongestVectorInput);

    public static EngineSettings For(LlamaModel model, WorkerArguments arguments)
    {
        var context = model.TrainedContext > 0 ? Math.Min(arguments.ContextLength, model.TrainedContext) : arguments.ContextLength;
        // Room for several full contexts where they are cheap; else chats share one.
        var contexts = Math.Clamp(CacheForSmallModels / Math.Max(1, model.BytesPerCell * context), 1, arguments.Parallel);
        // Threads of ggml wait for each other without sleeping: on small models that costs more than it brings, and much more on a busy machine.
        return new EngineSettings(context, arguments.Parallel, (int)(context * contexts), model.IsSmall ? 1 : arguments.Threads);
    }
}
