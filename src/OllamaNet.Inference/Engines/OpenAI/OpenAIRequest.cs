using System.Buffers;
using System.Text.Json;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Engines.OpenAI;

/// <summary>Our request as the body of <c>/v1/chat/completions</c>. What the dialect has no field for is refused by name.</summary>
internal static class OpenAIRequest
{
    /// <summary>Where an answer that ends the messages is taken as finished.</summary>
    private static readonly ChatMessage GoOn = new(ChatRole.User,
        "Your last message broke off. Go on from exactly where it stops, so that both together read as one text: repeat nothing of it, explain nothing.");

    public static ReadOnlyMemory<byte> For(ChatRequest request, OpenAIDialect dialect)
    {
        if (request.Options.Raw) throw Unsupported("raw");
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("model"u8, request.Model);
            json.WriteBoolean("stream"u8, true);
            json.WriteStartObject("stream_options"u8);
            json.WriteBoolean("include_usage"u8, true);
            json.WriteEndObject();
            json.WriteStartArray("messages"u8);
            foreach (var message in request.Messages) OpenAIMessage.Write(json, message, dialect);
            if (request.Continue && !GoesOn(dialect)) OpenAIMessage.Write(json, GoOn, dialect);
            json.WriteEndArray();
            if (request.Continue && dialect is OpenAIDialect.Vllm) WriteOpenEnd(json);
            if (request.Tools.Count > 0)
            {
                WriteTools(json, request.Tools);
                WriteToolChoice(json, request);
            }

            if (request.TopLogprobs is { } alternatives)
            {
                json.WriteBoolean("logprobs"u8, true);
                json.WriteNumber("top_logprobs"u8, alternatives);
            }

            WriteSampling(json, request.Options, dialect);
            WriteFormat(json, request.Options, dialect);
            if (request.Continue && GoesOn(dialect)) WriteThinking(json, ThinkingLevel.Off, dialect);
            else if (request.Options.Thinking is { } level) WriteThinking(json, level, dialect);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Whether an answer that ends the messages is left open. llama.cpp does so by itself, but not while the model may think.</summary>
    private static bool GoesOn(OpenAIDialect dialect) => dialect is OpenAIDialect.Vllm or OpenAIDialect.LlamaCpp;

    private static void WriteOpenEnd(Utf8JsonWriter json)
    {
        json.WriteBoolean("continue_final_message"u8, true);
        json.WriteBoolean("add_generation_prompt"u8, false);
    }

    private static void WriteTools(Utf8JsonWriter json, IReadOnlyList<ToolDefinition> tools)
    {
        json.WriteStartArray("tools"u8);
        foreach (var tool in tools)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, tool.Name);
            if (tool.Description is not null) json.WriteString("description"u8, tool.Description);
            json.WritePropertyName("parameters"u8);
            tool.Parameters.WriteTo(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteToolChoice(Utf8JsonWriter json, ChatRequest request)
    {
        if (request.ToolChoice.Kind is ToolChoiceKind.Function)
        {
            json.WriteStartObject("tool_choice"u8);
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, request.ToolChoice.Name);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else if (request.ToolChoice.Kind is not ToolChoiceKind.Auto)
        {
            json.WriteString("tool_choice"u8, request.ToolChoice.Kind is ToolChoiceKind.None ? "none"u8 : "required"u8);
        }

        if (request.ParallelToolCalls is { } parallel) json.WriteBoolean("parallel_tool_calls"u8, parallel);
    }

    private static void WriteSampling(Utf8JsonWriter json, SamplingOptions options, OpenAIDialect dialect)
    {
        // The window is fixed where these servers are started; they refuse what does not fit and shorten nothing, so it need not be told.
        Write(json, "temperature", options.Temperature);
        Write(json, "top_p", options.TopP);
        Write(json, "presence_penalty", options.PresencePenalty);
        Write(json, "frequency_penalty", options.FrequencyPenalty);
        if (options.Seed is { } seed) json.WriteNumber("seed"u8, seed);
        if (options.NumPredict is { } longest) json.WriteNumber(dialect is OpenAIDialect.OpenAI ? "max_completion_tokens"u8 : "max_tokens"u8, longest);
        if (options.Stop.Count > 0)
        {
            json.WriteStartArray("stop"u8);
            foreach (var stop in options.Stop) json.WriteStringValue(stop);
            json.WriteEndArray();
        }

        var extended = dialect is OpenAIDialect.Vllm or OpenAIDialect.LlamaCpp;
        if (options.TopK is { } topK) json.WriteNumber("top_k"u8, extended ? topK : throw Unsupported("topK"));
        if (options.MinP is not null) Write(json, "min_p", extended ? options.MinP : throw Unsupported("minP"));
        if (options.RepeatPenalty is not null)
            Write(json, dialect is OpenAIDialect.Vllm ? "repetition_penalty" : "repeat_penalty", extended ? options.RepeatPenalty : throw Unsupported("repeatPenalty"));
    }

    private static void WriteFormat(Utf8JsonWriter json, SamplingOptions options, OpenAIDialect dialect)
    {
        if (!options.Json && options.JsonSchema is null) return;
        json.WriteStartObject("response_format"u8);
        if (options.JsonSchema is { } schema)
        {
            json.WriteString("type"u8, "json_schema"u8);
            json.WriteStartObject("json_schema"u8);
            json.WriteString("name"u8, "answer"u8);
            // Without it OpenAI takes the schema as a wish; the others always keep to it.
            if (dialect is OpenAIDialect.OpenAI) json.WriteBoolean("strict"u8, true);
            json.WritePropertyName("schema"u8);
            schema.WriteTo(json);
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("type"u8, "json_object"u8);
        }

        json.WriteEndObject();
    }

    private static void WriteThinking(Utf8JsonWriter json, ThinkingLevel level, OpenAIDialect dialect)
    {
        if (dialect is OpenAIDialect.Vllm or OpenAIDialect.LlamaCpp)
        {
            json.WriteStartObject("chat_template_kwargs"u8);
            json.WriteBoolean("enable_thinking"u8, level is not ThinkingLevel.Off);
            if (level is ThinkingLevel.Low or ThinkingLevel.Medium or ThinkingLevel.High) json.WriteString("reasoning_effort"u8, Effort(level));
            json.WriteEndObject();
        }
        else if (dialect is OpenAIDialect.OpenAI || level is not ThinkingLevel.Off)
        {
            json.WriteString("reasoning_effort"u8, Effort(level));
        }
        else
        {
            throw Unsupported("thinking");
        }
    }

    private static string Effort(ThinkingLevel level) => level switch
    {
        ThinkingLevel.Off => "none",
        ThinkingLevel.Low => "low",
        ThinkingLevel.High => "high",
        _ => "medium",
    };

    private static void Write(Utf8JsonWriter json, string name, float? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
    }

    private static InferenceException Unsupported(string parameter) =>
        new(InferenceError.Unsupported, $"The node that has this model does not know the option {parameter}. Leave it out.") { Parameter = parameter };
}
