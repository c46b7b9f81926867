using System.Globalization;

namespace OllamaNet.Inference.Embedded.Models;

/// <summary>What the first part of a GGUF file says about the model, without loading it.</summary>
internal sealed record GgufHeader(string Architecture, string? Name, int? ContextLength, long Parameters, string? Quantization, bool EmbedsOnly)
{
    public string ParameterSize => Parameters switch
    {
        >= 1_000_000_000 => (Parameters / 1e9).ToString("0.#", CultureInfo.InvariantCulture) + "B",
        >= 1_000_000 => (Parameters / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        _ => (Parameters / 1e3).ToString("0.#", CultureInfo.InvariantCulture) + "K",
    };

    /// <exception cref="InvalidDataException">The file is no GGUF file, is cut short or contradicts itself.</exception>
    public static GgufHeader Read(string path)
    {
        using var file = new BinaryReader(File.OpenRead(path));
        try
        {
            var (values, parameters) = new GgufReader(file).Read();
            return Describe(values, parameters);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("the file is cut short", e);
        }
    }

    private static GgufHeader Describe(Dictionary<string, object> values, long parameters)
    {
        if (values.GetValueOrDefault("general.architecture") is not string { Length: > 0 } architecture) throw new InvalidDataException("it names no architecture");
        if (architecture is "clip" || values.GetValueOrDefault("general.type") is "mmproj" or "adapter" or "imatrix") throw new InvalidDataException("it is a part for another model, no model of its own");
        if (parameters == 0 && !values.ContainsKey("split.count")) throw new InvalidDataException("it has no weights");

        var context = values.GetValueOrDefault($"{architecture}.context_length") is long length and > 0 and <= int.MaxValue ? (int?)length : null;
        var embedsOnly = values.ContainsKey($"{architecture}.pooling_type") || values.GetValueOrDefault($"{architecture}.attention.causal") is false;
        var quantization = values.GetValueOrDefault("general.file_type") is long type ? QuantizationName(type) : null;
        return new GgufHeader(architecture, values.GetValueOrDefault("general.name") as string, context, parameters, quantization, embedsOnly);
    }

    private static string? QuantizationName(long fileType) => fileType switch
    {
        0 => "F32",
        1 => "F16",
        2 => "Q4_0",
        3 => "Q4_1",
        7 => "Q8_0",
        8 => "Q5_0",
        9 => "Q5_1",
        10 => "Q2_K",
        11 => "Q3_K_S",
        12 => "Q3_K_M",
        13 => "Q3_K_L",
        14 => "Q4_K_S",
        15 => "Q4_K_M",
        16 => "Q5_K_S",
        17 => "Q5_K_M",
        18 => "Q6_K",
        19 => "IQ2_XXS",
        20 => "IQ2_XS",
        21 => "Q2_K_S",
        22 => "IQ3_XS",
        23 => "IQ3_XXS",
        24 => "IQ1_S",
        25 => "IQ4_NL",
        26 => "IQ3_S",
        27 => "IQ3_M",
        28 => "IQ2_S",
        29 => "IQ2_M",
        30 => "IQ4_XS",
        31 => "IQ1_M",
        32 => "BF16",
        _ => null,
    };
}
