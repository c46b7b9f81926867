using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace OllamaNet.Chat.Messages;

/// <summary>A piece of a message: <c>text</c> and <c>reasoning</c> carry <c>text</c>; <c>file</c> carries an image as a <c>data:</c> URL.</summary>
public sealed record MessagePart
{
    public const string TextType = "text";
    public const string ReasoningType = "reasoning";
    public const string FileType = "file";

    [Required, AllowedValues(TextType, ReasoningType, FileType)]
    public required string Type { get; init; }

    [MaxLength(100_000), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }

    [MaxLength(100), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MediaType { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Url { get; init; }

    public static MessagePart OfText(string text) => new() { Type = TextType, Text = text };

    public static MessagePart OfReasoning(string text) => new() { Type = ReasoningType, Text = text };
}

/// <summary>What an answer took. Times in milliseconds.</summary>
public sealed record AnswerFigures
{
    public int? PromptTokens { get; init; }

    public int? AnswerTokens { get; init; }

    /// <summary>From the start of the run to its end.</summary>
    public int TotalMs { get; init; }

    /// <summary>From the start of the run to the first piece of the answer.</summary>
    public int? FirstTokenMs { get; init; }

    public int? LoadMs { get; init; }

    public int? PromptMs { get; init; }

    public int? AnswerMs { get; init; }

    /// <summary><c>stop</c>, <c>length</c> or <c>tool-calls</c>; null when the answer did not end by itself.</summary>
    public string? FinishReason { get; init; }
}
