using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Embedded.Native;
using OllamaNet.Inference.Embedded.Protocol;

namespace OllamaNet.Inference.Embedded.Worker;

/// <summary>Makes vectors of length 1 from texts, in a context of its own that exists from the first text on.</summary>
internal sealed class Embedder(LlamaModel model, EngineOutput output, int longestInput, int threads) : IDisposable
{
    private readonly float[] vector = new float[model.EmbeddingSize];
    private LlamaContext? context;
    private DecodeBatch? batch;

    /// <summary>Makes one vector. True when the job is over.</summary>
    public bool Step(EmbedJob job)
    {
        if (job.Cancelled) return true;
        try
        {
            if (!TryMakeVector(job.Inputs[job.Next])) throw new InvalidDataException("The model could not read the text");
        }
        catch (InvalidDataException e)
        {
            output.Error(job.Id, InferenceError.Failed, $"No vector could be made: {e.Message}.");
            return true;
        }

        output.Vector(job.Id, vector);
        if (++job.Next < job.Inputs.Count) return false;

        output.Send(FrameKind.Done, job.Id, new DoneReport(FinishReason.Stop, job.Inputs.Sum(i => i.Length), 0, 0, 0, 0), ProtocolJson.Default.DoneReport);
        return true;
    }

    private bool TryMakeVector(int[] tokens)
    {
        context ??= LlamaContext.ForVectors(model, longestInput, threads);
        batch ??= new DecodeBatch(longestInput);

        batch.Clear();
        for (var i = 0; i < tokens.Length; i++) batch.Add(tokens[i], position: i, sequence: 0, output: true);
        context.ClearIfRemembering();
        if (context.Run(batch) != 0) return false;

        var raw = context.Vector(vector.Length);
        if (raw.IsEmpty) return false;

        var sum = 0f;
        foreach (var value in raw) sum += value * value;
        var length = sum > 0 ? MathF.Sqrt(sum) : 1;
        for (var i = 0; i < vector.Length; i++) vector[i] = raw[i] / length;
        return true;
    }

    public void Dispose()
    {
        context?.Dispose();
        batch?.Dispose();
    }
}
