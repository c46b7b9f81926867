using System.Text.Json;

namespace OllamaNet.Inference.Doors.OpenAI;

/// <summary>Bodies for the API description.</summary>
internal static class OpenAIExamples
{
    public static JsonElement ChatRequest { get; } = JsonElement.Parse("""
        {"model":"llama3.2:3b","messages":[{"role":"system","content":"Answer in one word."},{"role":"user","content":"What is the capital of Portugal?"}],"temperature":0.2,"stream":false}
        """);

    public static JsonElement ChatAnswer { get; } = JsonElement.Parse("""
        {"id":"chatcmpl-0197a1c46a607b1a8a3c52d8e0c4aa01","object":"chat.completion","created":1795000000,"model":"llama3.2:3b","system_fingerprint":null,
         "choices":[{"index":0,"message":{"role":"assistant","content":"Lisbon","refusal":null},"logprobs":null,"finish_reason":"stop"}],
         "usage":{"prompt_tokens":24,"completion_tokens":2,"total_tokens":26}}
        """);

    public static JsonElement Model { get; } = JsonElement.Parse("""{"id":"llama3.2:3b","object":"model","created":1795000000,"owned_by":"ollamanet"}""");

    public static JsonElement Models { get; } = JsonElement.Parse("""{"object":"list","data":[{"id":"llama3.2:3b","object":"model","created":1795000000,"owned_by":"ollamanet"}]}""");
}
