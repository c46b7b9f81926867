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

    public static JsonElement CompletionRequest { get; } = JsonElement.Parse("""{"model":"llama3.2:3b","prompt":"The capital of Portugal is","max_tokens":5}""");

    public static JsonElement CompletionAnswer { get; } = JsonElement.Parse("""
        {"id":"cmpl-0197a1c46a607b1a8a3c52d8e0c4aa01","object":"text_completion","created":1795000000,"model":"llama3.2:3b","system_fingerprint":null,
         "choices":[{"index":0,"text":" Lisbon.","logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":6,"completion_tokens":3,"total_tokens":9}}
        """);

    public static JsonElement EmbeddingRequest { get; } = JsonElement.Parse("""{"model":"nomic-embed-text","input":["a first text","a second one"],"encoding_format":"float"}""");

    public static JsonElement EmbeddingAnswer { get; } = JsonElement.Parse("""
        {"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1,-0.2]},{"object":"embedding","index":1,"embedding":[0.3,0.4]}],"model":"nomic-embed-text","usage":{"prompt_tokens":8,"total_tokens":8}}
        """);

    public static JsonElement ResponseRequest { get; } = JsonElement.Parse("""{"model":"llama3.2:3b","instructions":"Answer in one word.","input":"What is the capital of Portugal?","store":true}""");

    public static JsonElement ResponseAnswer { get; } = JsonElement.Parse("""
        {"id":"resp_0197a1c46a607b1a8a3c52d8e0c4aa01","object":"response","created_at":1795000000,"status":"completed","error":null,"incomplete_details":null,"model":"llama3.2:3b",
         "output":[{"id":"msg_0197a1c46a607b1a8a3c52d8e0c4aa02","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Lisbon","annotations":[],"logprobs":[]}]}],
         "previous_response_id":null,"store":true,"usage":{"input_tokens":24,"output_tokens":2,"total_tokens":26}}
        """);

    public static JsonElement InputItems { get; } = JsonElement.Parse("""
        {"object":"list","data":[{"id":"msg_0197a1c46a607b1a8a3c52d8e0c4aa00","type":"message","role":"user","content":[{"type":"input_text","text":"What is the capital of Portugal?"}]}],
         "first_id":"msg_0197a1c46a607b1a8a3c52d8e0c4aa00","last_id":"msg_0197a1c46a607b1a8a3c52d8e0c4aa00","has_more":false}
        """);

    public static JsonElement ResponseDeleted { get; } = JsonElement.Parse("""{"id":"resp_0197a1c46a607b1a8a3c52d8e0c4aa01","object":"response","deleted":true}""");
}
