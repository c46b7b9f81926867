using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Doors.OpenAI;

internal static class EmbeddingEndpoints
{
    private const int MostInputs = 2048;
    private const int MostDimensions = 1 << 16;

    public static void MapEmbeddings(this RouteGroupBuilder door) => door.MapPost("/embeddings", CreateEmbeddings)
        .WithSummary("Make vectors of texts, as OpenAI does")
        .WithDescription("`input` is a text, a list of texts, or tokens where the node takes them; `encoding_format` is float or base64 (little-endian floats).")
        .WithBodyLimit(DoorBody.Limit).Accepts<JsonElement>(DoorResponse.Json).Produces<JsonElement>()
        .WithExample(OpenAIExamples.EmbeddingRequest, OpenAIExamples.EmbeddingAnswer);

    private static async Task<IResult> CreateEmbeddings(DoorCall call, IInference inference)
    {
        using var body = await DoorBody.ReadAsync(call.Context.Request, call.Token);
        var base64 = IsBase64(body.Root["encoding_format"]);
        var request = Read(body.Root, call.User);
        call.Model = request.Model;
        var result = await inference.EmbedAsync(request, call.Token);
        if (result.Node is { } node) call.Started(node, result.Model ?? request.Model);
        return new JsonBytes(Whole(call, result, base64).WrittenMemory);
    }

    private static EmbeddingRequest Read(JsonField root, CurrentUser user)
    {
        var input = root["input"];
        var tokens = Tokens(input);
        var texts = tokens.Count > 0 ? [] : input.Texts(MostInputs);
        if (texts.Count == 0 && tokens.Count == 0) throw input.Wrong("a string or a list of strings");
        return new(ChatCompletionReader.ModelOf(root), texts, user.ToCaller(CallProtocol.OpenAI), root["dimensions"].IntegerOrNull(1, MostDimensions)) { Tokens = tokens };
    }

    /// <summary>A list of numbers, or a list of such lists.</summary>
    private static IReadOnlyList<int[]> Tokens(JsonField input)
    {
        if (!input.IsList || input.Value.GetArrayLength() == 0) return [];
        if (input.Value.GetArrayLength() > (input.Value[0].ValueKind is JsonValueKind.Number ? MostDimensions : MostInputs)) throw input.Wrong("a list of at most 2048");
        return input.Value[0].ValueKind switch
        {
            JsonValueKind.Number => [One(input)],
            JsonValueKind.Array => [.. input.Items().Select(One)],
            _ => [],
        };

        static int[] One(JsonField list) => [.. list.Items().Select(t => t.IntegerOrNull(0) ?? throw t.Wrong("a token"))];
    }

    private static bool IsBase64(JsonField format) => format.TextOrNull() switch
    {
        null or "float" => false,
        "base64" => true,
        _ => throw format.Wrong("float or base64"),
    };

    private static ArrayBufferWriter<byte> Whole(DoorCall call, EmbeddingResult result, bool base64)
    {
        var buffer = new ArrayBufferWriter<byte>(256 + (result.Vectors.Sum(v => v.Length) * (base64 ? 6 : 12)));
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var (index, vector) in result.Vectors.Index())
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "embedding"u8);
            json.WriteNumber("index"u8, index);
            if (base64) json.WriteBase64String("embedding"u8, LittleEndian(vector.Span));
            else WriteNumbers(json, vector.Span);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("model"u8, call.Model);
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, result.PromptTokens ?? 0);
        json.WriteNumber("total_tokens"u8, result.PromptTokens ?? 0);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer;
    }

    private static void WriteNumbers(Utf8JsonWriter json, ReadOnlySpan<float> vector)
    {
        json.WriteStartArray("embedding"u8);
        foreach (var number in vector) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    /// <summary>As all machines that this runs on have them in memory.</summary>
    private static ReadOnlySpan<byte> LittleEndian(ReadOnlySpan<float> vector) => MemoryMarshal.AsBytes(vector);
}
