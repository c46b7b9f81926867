namespace OllamaNet.Inference.Engines.OpenAI;

/// <summary>What an OpenAI-compatible server understands beyond the fields that all of them share.</summary>
public enum OpenAIDialect
{
    /// <summary>The common fields only.</summary>
    Generic,

    /// <summary>OpenAI itself: <c>max_completion_tokens</c>, strict schemas, reasoning effort.</summary>
    OpenAI,

    /// <summary>vLLM: top_k, min_p, repetition penalty, thinking through the chat template.</summary>
    Vllm,

    /// <summary>llama.cpp's server: top_k, min_p, repeat penalty, thinking through the chat template.</summary>
    LlamaCpp,
}
