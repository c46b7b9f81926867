using System.Text.Json;
using System.Text.Json.Serialization;
using OllamaNet.Chat.Context;
using OllamaNet.Chat.Messages;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Runs;

/// <summary>The events of an answer that are not its text, as the AI SDK UI message stream spells them.</summary>
internal static class RunEvents
{
    public static readonly byte[] StartStep = """{"type":"start-step"}"""u8.ToArray();
    public static readonly byte[] FinishStep = """{"type":"finish-step"}"""u8.ToArray();
    public static readonly byte[] Abort = """{"type":"abort"}"""u8.ToArray();

    public static byte[] Start(Guid messageId, StartMetadata metadata) =>
        JsonSerializer.SerializeToUtf8Bytes(new("start", messageId, metadata), StreamJson.Default.StartEvent);

    public static byte[] ToolCall(ToolCall call)
    {
        using var arguments = JsonDocument.Parse(call.Arguments);
        return JsonSerializer.SerializeToUtf8Bytes(new("tool-input-available", call.Id, call.Name, arguments.RootElement), StreamJson.Default.ToolCallEvent);
    }

    public static byte[] Source(MessagePart source) =>
        JsonSerializer.SerializeToUtf8Bytes(new("source-url", source.SourceId!, source.Url!, source.Title), StreamJson.Default.SourceEvent);

    public static byte[] Queue(int position) =>
        JsonSerializer.SerializeToUtf8Bytes(new("data-queue", new(position), Transient: true), StreamJson.Default.QueueEvent);

    public static byte[] Finish(MessageStatus status, AnswerFigures? figures) =>
        JsonSerializer.SerializeToUtf8Bytes(new("finish", FinishMetadata.Of(status, figures)), StreamJson.Default.FinishEvent);

    public static byte[] ErrorDetails(AnswerError error) =>
        JsonSerializer.SerializeToUtf8Bytes(new("data-error", error, Transient: true), StreamJson.Default.ErrorDetailsEvent);

    public static byte[] Error(string message) =>
        JsonSerializer.SerializeToUtf8Bytes(new("error", message), StreamJson.Default.ErrorEvent);
}

internal sealed record StartEvent(string Type, Guid MessageId, StartMetadata MessageMetadata);

/// <param name="OmittedMessages">How many messages of the branch did not fit into the model's context.</param>
internal sealed record StartMetadata(Guid ConversationId, Guid UserMessageId, string Model, int OmittedMessages)
{
    /// <summary>All answers that are made side by side to this question, this one among them; null for a single one.</summary>
    public IReadOnlyList<AnswerName>? Answers { get; init; }

    /// <summary>What went to the model; null when the answer is told again.</summary>
    public ContextFigures? Context { get; init; }
}

internal sealed record AnswerName(Guid MessageId, string Model);

internal sealed record ToolCallEvent(string Type, string ToolCallId, string ToolName, JsonElement Input);

internal sealed record SourceEvent(string Type, string SourceId, string Url, string? Title);

internal sealed record FinishEvent(string Type, FinishMetadata MessageMetadata);

internal sealed record FinishMetadata(MessageStatus Status, Usage? Usage, Times? Durations, string? FinishReason)
{
    public static FinishMetadata Of(MessageStatus status, AnswerFigures? figures) =>
        new(status, Usage.Of(figures), Times.Of(figures), figures?.FinishReason);
}

/// <summary>Tokens, as the engine counted them.</summary>
public sealed record Usage(int? PromptTokens, int? AnswerTokens)
{
    internal static Usage? Of(AnswerFigures? figures) => figures is null ? null : new(figures.PromptTokens, figures.AnswerTokens);
}

/// <summary>Milliseconds: the whole run, to the first token, of thinking, and the engine's own times for loading, reading and answering.</summary>
public sealed record Times(int TotalMs, int? FirstTokenMs, int? ThinkingMs, int? LoadMs, int? PromptMs, int? AnswerMs)
{
    internal static Times? Of(AnswerFigures? figures) =>
        figures is null ? null : new(figures.TotalMs, figures.FirstTokenMs, figures.ThinkingMs, figures.LoadMs, figures.PromptMs, figures.AnswerMs);
}

internal sealed record ErrorDetailsEvent(string Type, AnswerError Data, bool Transient);

internal sealed record ErrorEvent(string Type, string ErrorText);

internal sealed record QueueEvent(string Type, QueuePlace Data, bool Transient);

/// <param name="Position">1 is next.</param>
internal sealed record QueuePlace(int Position);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StartEvent))]
[JsonSerializable(typeof(ToolCallEvent))]
[JsonSerializable(typeof(SourceEvent))]
[JsonSerializable(typeof(FinishEvent))]
[JsonSerializable(typeof(ErrorDetailsEvent))]
[JsonSerializable(typeof(ErrorEvent))]
[JsonSerializable(typeof(QueueEvent))]
internal sealed partial class StreamJson : JsonSerializerContext;
