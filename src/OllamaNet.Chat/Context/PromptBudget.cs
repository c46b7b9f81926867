using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Context;

/// <summary>How the model's context is shared between prompt and answer, in tokens.</summary>
/// <param name="ContextLength">The whole.</param>
/// <param name="Answer">Kept free for the answer.</param>
internal readonly record struct PromptBudget(int ContextLength, int Answer)
{
    /// <summary>What the prompt may take.</summary>
    public int Room => ContextLength - Answer;

    /// <summary>A summary that takes more of the prompt than this share would be no summary.</summary>
    public int Summary => Room / 3;

    /// <summary>What passages of older messages may take.</summary>
    public int Passages => Room / 5;

    /// <param name="usual">The window where neither the request nor the model says less.</param>
    public static PromptBudget Of(SamplingOptions options, ModelInfo model, int usual)
    {
        var known = model.ContextLength ?? int.MaxValue;
        // More than the model has would be cut by the engine without a word.
        var context = Math.Min(options.NumCtx ?? usual, known);
        return new(context, Math.Min(options.NumPredict ?? (context / 4), context / 2));
    }
}
