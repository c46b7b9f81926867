using System.Numerics.Tensors;

namespace OllamaNet.Chat.Context;

internal static class Similarity
{
    /// <summary>Of length 1; a vector of nothing stays as it is.</summary>
    public static float[] Normalised(ReadOnlySpan<float> vector)
    {
        var normalised = vector.ToArray();
        var length = TensorPrimitives.Norm(vector);
        if (length > 0) TensorPrimitives.Divide(vector, length, normalised);
        return normalised;
    }

    /// <summary>1 for the same direction. Both are of length 1; vectors of other lengths are of another model.</summary>
    public static float Of(ReadOnlySpan<float> one, ReadOnlySpan<float> other) => one.Length == other.Length ? TensorPrimitives.Dot(one, other) : -1;
}
