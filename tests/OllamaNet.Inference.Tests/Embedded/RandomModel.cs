using System.Text;

namespace OllamaNet.Inference.Tests.Embedded;

/// <summary>Writes a small GGUF file with random weights: it loads and generates like a real model, and says nothing sensible.</summary>
internal static class RandomModel
{
    private const int Text = 8, Array = 9, Integer = 5, Unsigned = 4;
    private const string Template = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    private const int NormalToken = 1, ControlToken = 3, UnusedToken = 5;
    private const int Width = 64, Layers = 2, Heads = 4, CacheHeads = 2, Inner = 128;
    private static readonly string[] Special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];

    /// <param name="ascii">Writes ASCII only: llama.cpp's grammars do not check that bytes beyond it make characters.</param>
    public static void Write(string path, int seed = 1, int context = 1024, bool ascii = false)
    {
        string[] tokens = [.. Special, .. Enumerable.Range(0, 256).Select(Letter), "th", "the", "in", "er"];
        var tensors = Tensors(tokens.Length).ToList();
        using var file = new BinaryWriter(File.Create(path));
        file.Write("GGUF"u8);
        file.Write(3u);
        file.Write((ulong)tensors.Count);
        WriteMetadata(file, tokens, context, ascii);

        var offset = 0;
        foreach (var (name, shape) in tensors)
        {
            WriteText(file, name);
            file.Write((uint)shape.Length);
            foreach (var extent in shape) file.Write((ulong)extent);
            file.Write(shape.Length == 1 ? 0u : 1u);
            file.Write((ulong)offset);
            offset += Align(shape.Aggregate(shape.Length == 1 ? 4 : 2, (size, extent) => size * extent));
        }
        WriteWeights(file, tensors, new Random(seed));
    }

    private static void WriteMetadata(BinaryWriter file, string[] tokens, int context, bool ascii)
    {
        var entries = new List<Action>
        {
            () => Entry("general.architecture", "llama"), () => Entry("general.name", "random weights"), () => Number("general.file_type", 1), () => Number("general.alignment", 32),
            () => Number("llama.vocab_size", tokens.Length), () => Number("llama.context_length", context), () => Number("llama.embedding_length", Width),
            () => Number("llama.block_count", Layers), () => Number("llama.feed_forward_length", Inner), () => Number("llama.attention.head_count", Heads),
            () => Number("llama.attention.head_count_kv", CacheHeads), () => Real("llama.attention.layer_norm_rms_epsilon", 1e-5f),
            () => Number("llama.rope.dimension_count", Width / Heads), () => Real("llama.rope.freq_base", 10000f),
            () => Entry("tokenizer.ggml.model", "gpt2"), () => Entry("tokenizer.ggml.pre", "gpt-2"), () => Texts("tokenizer.ggml.tokens", tokens),
            () => Kinds("tokenizer.ggml.token_type", [.. tokens.Select((_, i) => i < Special.Length ? ControlToken : ascii && i is >= 128 + 3 and < 256 + 3 ? UnusedToken : NormalToken)]), () => Texts("tokenizer.ggml.merges", ["t h", "th e", "i n", "e r"]),
            () => Number("tokenizer.ggml.bos_token_id", 0), () => Number("tokenizer.ggml.eos_token_id", 2), () => Flag("tokenizer.ggml.add_bos_token"), () => Entry("tokenizer.chat_template", Template),
        };
        file.Write((ulong)entries.Count);
        entries.ForEach(write => write());

        void Key(string key, uint type)
        {
            WriteText(file, key);
            file.Write(type);
        }
        void Entry(string key, string value)
        {
            Key(key, Text);
            WriteText(file, value);
        }
        void Number(string key, int value)
        {
            Key(key, Unsigned);
            file.Write((uint)value);
        }
        void Real(string key, float value)
        {
            Key(key, 6);
            file.Write(value);
        }
        void Flag(string key)
        {
            Key(key, 7);
            file.Write((byte)0);
        }
        void Texts(string key, string[] values)
        {
            Key(key, Array);
            file.Write((uint)Text);
            file.Write((ulong)values.Length);
            foreach (var value in values) WriteText(file, value);
        }
        void Kinds(string key, int[] values)
        {
            Key(key, Array);
            file.Write((uint)Integer);
            file.Write((ulong)values.Length);
            foreach (var value in values) file.Write(value);
        }
    }

    private static IEnumerable<(string Name, int[] Shape)> Tensors(int vocabulary)
    {
        const int cache = CacheHeads * (Width / Heads);
        yield return ("token_embd.weight", [Width, vocabulary]);
        for (var i = 0; i < Layers; i++)
        {
            yield return ($"blk.{i}.attn_norm.weight", [Width]);
            yield return ($"blk.{i}.attn_q.weight", [Width, Width]);
            yield return ($"blk.{i}.attn_k.weight", [Width, cache]);
            yield return ($"blk.{i}.attn_v.weight", [Width, cache]);
            yield return ($"blk.{i}.attn_output.weight", [Width, Width]);
            yield return ($"blk.{i}.ffn_norm.weight", [Width]);
            yield return ($"blk.{i}.ffn_gate.weight", [Width, Inner]);
            yield return ($"blk.{i}.ffn_up.weight", [Width, Inner]);
            yield return ($"blk.{i}.ffn_down.weight", [Inner, Width]);
        }
        yield return ("output_norm.weight", [Width]);
    }

    private static void WriteWeights(BinaryWriter file, List<(string Name, int[] Shape)> tensors, Random random)
    {
        Pad(file);
        foreach (var (_, shape) in tensors)
        {
            var count = shape.Aggregate((product, extent) => product * extent);
            for (var i = 0; i < count; i++)
            {
                if (shape.Length == 1) file.Write(1f);
                else file.Write((Half)((random.NextSingle() + random.NextSingle() - 1) * 0.12f));
            }
            Pad(file);
        }
    }

    private static void WriteText(BinaryWriter file, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        file.Write((ulong)utf8.Length);
        file.Write(utf8);
    }

    private static int Align(int size) => (size + 31) & ~31;

    private static void Pad(BinaryWriter file)
    {
        while (file.BaseStream.Position % 32 != 0) file.Write((byte)0);
    }

    /// <summary>The letter that stands for a byte in the vocabularies of GPT-2.</summary>
    private static string Letter(int value)
    {
        static bool IsShown(int b) => b is (>= 33 and <= 126) or (>= 161 and <= 172) or (>= 174 and <= 255);
        return ((char)(IsShown(value) ? value : 256 + Enumerable.Range(0, value).Count(b => !IsShown(b)))).ToString();
    }
}
