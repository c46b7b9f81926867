using System.Runtime.InteropServices;

namespace OllamaNet.Inference.Embedded.Native;

// The layouts of llama.cpp v0.5.0. They change between its releases: LlamaLibrary refuses any other.

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LlamaModelParameters
{
    public nint Devices, TensorBufferOverrides;
    public int GpuLayers, SplitMode, LoadMode, LazyMode, MainGpu;
    public float* TensorSplit;
    public delegate* unmanaged[Cdecl]<float, nint, byte> ProgressCallback;
    public nint ProgressCallbackData, KeyValueOverrides;
    public byte VocabularyOnly, CheckTensors, UseExtraBuffers, NoHost, NoAllocation, LoadMtp;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LlamaContextParameters
{
    public uint Cells, BatchSize, MicroBatchSize, Sequences, RecurrentSequences, Outputs, OutputsPerSequence;
    public int Threads, BatchThreads, ContextType, RopeScaling, Pooling, Attention, FlashAttention;
    public float RopeBase, RopeScale, YarnExtrapolation, YarnAttention, YarnBetaFast, YarnBetaSlow;
    public uint YarnOriginalContext;
    public float DefragmentationThreshold;
    public nint EvaluationCallback, EvaluationCallbackData;
    public int KeyType, ValueType;
    public delegate* unmanaged[Cdecl]<nint, byte> AbortCallback;
    public nint AbortCallbackData;
    public byte Embeddings, OffloadCache, NoTimings, OffloadOperations, FullSlidingWindow, UnifiedCache;
    public nint Samplers;
    public nuint SamplerCount;
    public nint OtherContext;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LlamaBatch
{
    public int Count;
    public int* Tokens;
    public float* Vectors;
    public int* Positions;
    public int* SequenceCounts;
    public int** Sequences;
    public sbyte* Outputs;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LlamaChatMessage
{
    public byte* Role, Content;
}

[StructLayout(LayoutKind.Sequential)]
internal struct LlamaChainParameters
{
    public byte NoTimings;
}
