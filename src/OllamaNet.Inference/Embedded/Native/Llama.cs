using System.Runtime.InteropServices;

namespace OllamaNet.Inference.Embedded.Native;

/// <summary>The part of llama.cpp's C interface that the engine needs, under its own names. Loaded by <see cref="LlamaLibrary"/>.</summary>
internal static unsafe partial class Llama
{
    public const string Library = "llama", Ggml = "ggml";

    [LibraryImport(Ggml)] public static partial void ggml_backend_load_all_from_path(byte* folder);
    [LibraryImport(Ggml)] public static partial nuint ggml_backend_reg_count();
    [LibraryImport(Library)] public static partial byte* llama_version();
    [LibraryImport(Library)] public static partial void llama_log_set(delegate* unmanaged[Cdecl]<int, byte*, nint, void> callback, nint userData);
    [LibraryImport(Library)] public static partial void llama_backend_init();

    [LibraryImport(Library)] public static partial LlamaModelParameters llama_model_default_params();
    [LibraryImport(Library)] public static partial LlamaContextParameters llama_context_default_params();
    [LibraryImport(Library)] public static partial nint llama_model_load_from_file(byte* path, LlamaModelParameters parameters);
    [LibraryImport(Library)] public static partial void llama_model_free(nint model);
    [LibraryImport(Library)] public static partial nint llama_model_get_vocab(nint model);
    [LibraryImport(Library)] public static partial int llama_model_n_ctx_train(nint model);
    [LibraryImport(Library)] public static partial int llama_model_n_embd(nint model);
    [LibraryImport(Library)] public static partial int llama_model_n_embd_out(nint model);
    [LibraryImport(Library)] public static partial int llama_model_n_layer(nint model);
    [LibraryImport(Library)] public static partial int llama_model_n_head(nint model);
    [LibraryImport(Library)] public static partial int llama_model_n_head_kv(nint model);
    [LibraryImport(Library)] public static partial ulong llama_model_n_params(nint model);
    [LibraryImport(Library)] public static partial byte* llama_model_chat_template(nint model, byte* name);
    [LibraryImport(Library)] public static partial byte llama_model_has_encoder(nint model);
    [LibraryImport(Library)] public static partial byte llama_model_has_decoder(nint model);
    [LibraryImport(Library)] public static partial int llama_chat_apply_template(byte* template, LlamaChatMessage* chat, nuint count, byte addAssistant, byte* buffer, int length);

    [LibraryImport(Library)] public static partial int llama_vocab_n_tokens(nint vocabulary);
    [LibraryImport(Library)] public static partial int llama_vocab_get_attr(nint vocabulary, int token);
    [LibraryImport(Library)] public static partial byte* llama_vocab_get_text(nint vocabulary, int token);
    [LibraryImport(Library)] public static partial byte llama_vocab_is_eog(nint vocabulary, int token);
    [LibraryImport(Library)] public static partial int llama_tokenize(nint vocabulary, byte* text, int length, int* tokens, int capacity, byte addSpecial, byte parseSpecial);
    [LibraryImport(Library)] public static partial int llama_token_to_piece(nint vocabulary, int token, byte* buffer, int length, int strip, byte special);

    [LibraryImport(Library)] public static partial nint llama_init_from_model(nint model, LlamaContextParameters parameters);
    [LibraryImport(Library)] public static partial void llama_free(nint context);
    [LibraryImport(Library)] public static partial uint llama_n_ctx(nint context);
    [LibraryImport(Library)] public static partial int llama_pooling_type(nint context);
    [LibraryImport(Library)] public static partial nint llama_get_memory(nint context);
    [LibraryImport(Library)] public static partial void llama_memory_clear(nint memory, byte data);
    [LibraryImport(Library)] public static partial byte llama_memory_seq_rm(nint memory, int sequence, int from, int to);
    [LibraryImport(Library)] public static partial int llama_decode(nint context, LlamaBatch batch);
    [LibraryImport(Library)] public static partial int llama_encode(nint context, LlamaBatch batch);
    [LibraryImport(Library)] public static partial float* llama_get_embeddings_seq(nint context, int sequence);
    [LibraryImport(Library)] public static partial float* llama_get_embeddings_ith(nint context, int row);

    [LibraryImport(Library)] public static partial nint llama_sampler_chain_init(LlamaChainParameters parameters);
    [LibraryImport(Library)] public static partial void llama_sampler_chain_add(nint chain, nint sampler);
    [LibraryImport(Library)] public static partial void llama_sampler_free(nint sampler);
    [LibraryImport(Library)] public static partial int llama_sampler_sample(nint sampler, nint context, int row);
    [LibraryImport(Library)] public static partial nint llama_sampler_init_greedy();
    [LibraryImport(Library)] public static partial nint llama_sampler_init_dist(uint seed);
    [LibraryImport(Library)] public static partial nint llama_sampler_init_top_k(int count);
    [LibraryImport(Library)] public static partial nint llama_sampler_init_top_p(float share, nuint keep);
    [LibraryImport(Library)] public static partial nint llama_sampler_init_min_p(float share, nuint keep);
    [LibraryImport(Library)] public static partial nint llama_sampler_init_temp(float temperature);
    [LibraryImport(Library)] public static partial nint llama_sampler_init_penalties(int vocabularySize, int window, float repeat, float frequency, float presence);
    [LibraryImport(Library)] public static partial nint llama_sampler_init_grammar(nint vocabulary, byte* grammar, byte* root);
}
