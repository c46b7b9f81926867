using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static OllamaNet.Inference.Embedded.Native.Llama;

namespace OllamaNet.Inference.Embedded.Native;

/// <summary>The working memory of a model: the cells in which sequences keep what they read. Used by one thread.</summary>
internal sealed unsafe class LlamaContext : IDisposable
{
    private const int MeanPooling = 1, PoolingOfModel = -1, NoPooling = 0;
    private readonly GCHandle self;
    private volatile bool aborted;

    private LlamaContext(LlamaModel model, LlamaContextParameters parameters)
    {
        self = GCHandle.Alloc(this);
        parameters.AbortCallback = &OnAbort;
        parameters.AbortCallbackData = GCHandle.ToIntPtr(self);
        Handle = llama_init_from_model(model.Handle, parameters);
        if (Handle != 0) return;
        self.Free();
        throw new InvalidDataException("There is not enough memory for it");
    }

    public nint Handle { get; private set; }

    public int Cells => (int)llama_n_ctx(Handle);

    public static LlamaContext ForChats(LlamaModel model, int cells, int batch, int sequences, int threads)
    {
        var parameters = llama_context_default_params();
        parameters.Cells = (uint)cells;
        parameters.BatchSize = parameters.MicroBatchSize = (uint)batch;
        parameters.Sequences = (uint)sequences;
        parameters.UnifiedCache = 1;
        parameters.Threads = parameters.BatchThreads = threads;
        return new LlamaContext(model, parameters);
    }

    public static LlamaContext ForVectors(LlamaModel model, int longestInput, int threads)
    {
        var parameters = llama_context_default_params();
        parameters.Cells = parameters.BatchSize = parameters.MicroBatchSize = (uint)longestInput;
        parameters.Sequences = 1;
        parameters.Threads = parameters.BatchThreads = threads;
        parameters.Embeddings = 1;
        parameters.Pooling = model.IsEncoder ? PoolingOfModel : MeanPooling;
        return new LlamaContext(model, parameters);
    }

    public bool TryForget(int sequence, int from) => llama_memory_seq_rm(llama_get_memory(Handle), sequence, from, -1) != 0;

    public void ForgetAll() => llama_memory_clear(llama_get_memory(Handle), 0);

    /// <returns>0 when it worked.</returns>
    public int Run(DecodeBatch batch) => llama_get_memory(Handle) != 0 ? batch.Decode(Handle) : batch.Encode(Handle);

    public ReadOnlySpan<float> Vector(int length)
    {
        var vector = llama_pooling_type(Handle) == NoPooling ? llama_get_embeddings_ith(Handle, -1) : llama_get_embeddings_seq(Handle, 0);
        return vector is null ? default : new ReadOnlySpan<float>(vector, length);
    }

    public void ClearIfRemembering()
    {
        if (llama_get_memory(Handle) is var memory and not 0) llama_memory_clear(memory, 0);
    }

    /// <summary>Ends the running call, from any thread. There is no way back.</summary>
    public void Abort() => aborted = true;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte OnAbort(nint data) => GCHandle.FromIntPtr(data).Target is LlamaContext { aborted: true } ? (byte)1 : (byte)0;

    public void Dispose()
    {
        if (Handle == 0) return;
        llama_free(Handle);
        Handle = 0;
        self.Free();
    }
}
