using System.Runtime.InteropServices;
using System.Text;
using static OllamaNet.Inference.Embedded.Native.Llama;

namespace OllamaNet.Inference.Embedded.Native;

/// <summary>A loaded GGUF file: weights and vocabulary. Thread safe.</summary>
internal sealed unsafe class LlamaModel : IDisposable
{
    private const ulong SmallModel = 100_000_000;
    private const int Unknown = 1, Control = 8, UserDefined = 16;
    private readonly nint vocabulary;

    private LlamaModel(nint handle)
    {
        Handle = handle;
        vocabulary = llama_model_get_vocab(handle);
    }

    public nint Handle { get; private set; }

    public nint Vocabulary => vocabulary;

    public int VocabularySize => llama_vocab_n_tokens(vocabulary);

    public int TrainedContext => llama_model_n_ctx_train(Handle);

    public int EmbeddingSize => llama_model_n_embd_out(Handle);

    /// <summary>So few parameters that a second thread costs more than it brings.</summary>
    public bool IsSmall => llama_model_n_params(Handle) < SmallModel;

    /// <summary>No chat model but one that only makes vectors.</summary>
    public bool IsEncoder => llama_model_has_encoder(Handle) != 0 || llama_model_has_decoder(Handle) == 0;

    /// <summary>Memory that one token of context takes, at 16 bit.</summary>
    public long BytesPerCell => 4L * llama_model_n_layer(Handle) * llama_model_n_head_kv(Handle) * (llama_model_n_embd(Handle) / Math.Max(1, llama_model_n_head(Handle)));

    /// <exception cref="InvalidDataException">The file is not a model that this library can run.</exception>
    public static LlamaModel Load(string path)
    {
        var parameters = llama_model_default_params();
        parameters.GpuLayers = 0;
        parameters.LoadMode = 1;
        parameters.CheckTensors = (byte)(new FileInfo(path).Length < 1L << 30 ? 1 : 0);
        fixed (byte* file = LlamaLibrary.ZeroTerminated(path))
        {
            var handle = llama_model_load_from_file(file, parameters);
            return handle != 0 ? new LlamaModel(handle) : throw new InvalidDataException("llama.cpp cannot load it");
        }
    }

    public int[] Tokenize(string text, bool withControls)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var tokens = new int[utf8.Length + 8];
        fixed (byte* from = utf8)
        fixed (int* to = tokens)
        {
            var count = llama_tokenize(vocabulary, from, utf8.Length, to, tokens.Length, addSpecial: 1, (byte)(withControls ? 1 : 0));
            return count >= 0 ? tokens[..count] : throw new InvalidDataException("The text could not be split into tokens.");
        }
    }

    /// <summary>Bytes of one token: perhaps half a character, nothing for a control token.</summary>
    public int Piece(int token, Span<byte> buffer)
    {
        fixed (byte* to = buffer) return Math.Max(0, llama_token_to_piece(vocabulary, token, to, buffer.Length, strip: 0, special: 0));
    }

    public bool EndsAnswer(int token) => llama_vocab_is_eog(vocabulary, token) != 0;

    /// <summary>The texts that stand for control tokens, longest first.</summary>
    public string[] ControlTexts()
    {
        return [.. Enumerable.Range(0, VocabularySize)
            .Select(token => (Kind: llama_vocab_get_attr(vocabulary, token), Token: token))
            .Where(entry => (entry.Kind & (Unknown | Control | UserDefined)) != 0)
            .Select(entry => (entry.Kind, Text: Marshal.PtrToStringUTF8((nint)llama_vocab_get_text(vocabulary, entry.Token)) ?? ""))
            .Where(entry => entry.Text.Length > 1 && ((entry.Kind & UserDefined) == 0 || LooksLikeMarker(entry.Text)))
            .Select(entry => entry.Text)
            .OrderByDescending(text => text.Length)];
    }

    // Some models list turn markers with the harmless words that their makers added, such as runs of line ends.
    private static bool LooksLikeMarker(string text) => text[0] == '<' && text.AsSpan().ContainsAny('|', '\uff5c');

    public void Dispose()
    {
        if (Handle == 0) return;
        llama_model_free(Handle);
        Handle = 0;
    }
}
