using System.Runtime.InteropServices;

namespace OllamaNet.Inference.Embedded.Native;

/// <summary>The tokens of one call of the model, of any number of sequences.</summary>
internal sealed unsafe class DecodeBatch : IDisposable
{
    private readonly int* sequenceIds;
    private LlamaBatch native;

    public DecodeBatch(int capacity)
    {
        Capacity = capacity;
        native.Tokens = Allocate<int>();
        native.Positions = Allocate<int>();
        native.SequenceCounts = Allocate<int>();
        native.Outputs = Allocate<sbyte>();
        native.Sequences = (int**)NativeMemory.AllocZeroed((nuint)capacity, (nuint)sizeof(nint));
        sequenceIds = Allocate<int>();
        for (var i = 0; i < capacity; i++) native.Sequences[i] = sequenceIds + i;
    }

    public int Capacity { get; }

    public int Count => native.Count;

    public int Room => Capacity - native.Count;

    public void Clear() => native.Count = 0;

    /// <returns>The row of the token, by which its output is found.</returns>
    public int Add(int token, int position, int sequence, bool output)
    {
        var row = native.Count++;
        native.Tokens[row] = token;
        native.Positions[row] = position;
        native.SequenceCounts[row] = 1;
        native.Sequences[row][0] = sequence;
        native.Outputs[row] = (sbyte)(output ? 1 : 0);
        return row;
    }

    public int Decode(nint context) => Llama.llama_decode(context, native);

    public int Encode(nint context) => Llama.llama_encode(context, native);

    private T* Allocate<T>() where T : unmanaged => (T*)NativeMemory.AllocZeroed((nuint)Capacity, (nuint)sizeof(T));

    public void Dispose()
    {
        if (native.Tokens is null) return;
        NativeMemory.Free(native.Tokens);
        NativeMemory.Free(native.Positions);
        NativeMemory.Free(native.SequenceCounts);
        NativeMemory.Free(native.Outputs);
        NativeMemory.Free(native.Sequences);
        NativeMemory.Free(sequenceIds);
        native = default;
    }
}
