using System.Text.Json.Nodes;

namespace OllamaNet.Inference.Doors.Ollama;

/// <summary>For the API description.</summary>
internal static class OllamaExamples
{
    public static JsonNode Chat => Parse("""{"model":"llama3.2:3b","messages":[{"role":"user","content":"Why is the sky blue?"}],"stream":false}""");

    public static JsonNode ChatAnswer => Parse("""{"model":"llama3.2:3b","created_at":"2026-01-01T00:00:00.000000Z","message":{"role":"assistant","content":"Because of Rayleigh scattering."},"done":true,"done_reason":"stop","total_duration":174560334,"load_duration":101397084,"prompt_eval_count":11,"prompt_eval_duration":13074791,"eval_count":18,"eval_duration":52479709}""");

    public static JsonNode Generate => Parse("""{"model":"llama3.2:3b","prompt":"Why is the sky blue?","stream":false}""");

    public static JsonNode GenerateAnswer => Parse("""{"model":"llama3.2:3b","created_at":"2026-01-01T00:00:00.000000Z","response":"Because of Rayleigh scattering.","done":true,"done_reason":"stop","prompt_eval_count":11,"eval_count":18}""");

    public static JsonNode Tags => Parse("""{"models":[{"name":"llama3.2:3b","model":"llama3.2:3b","modified_at":"2026-01-01T00:00:00Z","size":2019393189,"digest":"a80c4f17acd55265feec403c7aef86be0c25983ab279d83f3bcd3abbcb5b8b72","details":{"parent_model":"","format":"gguf","family":"llama","families":["llama"],"parameter_size":"3.2B","quantization_level":"Q4_K_M"}}]}""");

    public static JsonNode Running => Parse("""{"models":[{"name":"llama3.2:3b","model":"llama3.2:3b","size":2019393189,"digest":"a80c4f17acd55265feec403c7aef86be0c25983ab279d83f3bcd3abbcb5b8b72","details":{"parent_model":"","format":"gguf","family":"llama","families":["llama"],"parameter_size":"3.2B","quantization_level":"Q4_K_M"},"expires_at":"2026-01-01T00:05:00Z","size_vram":2019393189,"context_length":8192}]}""");

    public static JsonNode Show => Parse("""{"model":"llama3.2:3b"}""");

    public static JsonNode ShowAnswer => Parse("""{"license":"","modelfile":"","parameters":"","template":"","details":{"parent_model":"","format":"gguf","family":"llama","families":["llama"],"parameter_size":"3.2B","quantization_level":"Q4_K_M"},"model_info":{"general.architecture":"llama","llama.context_length":131072},"capabilities":["completion","tools"],"modified_at":"2026-01-01T00:00:00Z"}""");

    public static JsonNode Embed => Parse("""{"model":"nomic-embed-text","input":["Why is the sky blue?"]}""");

    public static JsonNode EmbedAnswer => Parse("""{"model":"nomic-embed-text","embeddings":[[0.010071029,-0.0017594862,0.05007221]],"total_duration":14143917,"prompt_eval_count":8}""");

    public static JsonNode Embeddings => Parse("""{"model":"nomic-embed-text","prompt":"Why is the sky blue?"}""");

    public static JsonNode EmbeddingsAnswer => Parse("""{"embedding":[0.010071029,-0.0017594862,0.05007221]}""");

    private static JsonNode Parse(string json) => JsonNode.Parse(json)!;
}
