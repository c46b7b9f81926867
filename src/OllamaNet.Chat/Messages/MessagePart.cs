using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using OllamaNet.Chat.Attachments;
using OllamaNet.Chat.Data;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Messages;

/// <summary>A piece of a message: <c>text</c> and <c>reasoning</c> carry <c>text</c>; <c>file</c> names an uploaded file by <c>attachmentId</c>, or carries an image as a <c>data:</c> URL; <c>source-url</c> is a page that an answer leans on, by <c>url</c>.</summary>
public sealed record MessagePart
{
    public const string TextType = "text";
    public const string ReasoningType = "reasoning";
    public const string FileType = "file";
    public const string SourceType = "source-url";

    [Required, AllowedValues(TextType, ReasoningType, FileType, SourceType)]
    public required string Type { get; init; }

    [MaxLength(100_000), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }

    [MaxLength(100), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MediaType { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Url { get; init; }

    /// <summary>An uploaded file of the asker's. The members that follow are told by the server and not read from requests.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? AttachmentId { get; init; }

    [MaxLength(AttachmentConfiguration.NameLength), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>Bytes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Size { get; init; }

    /// <summary>Pixels, for images.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Width { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Height { get; init; }

    /// <summary>The number of a source: what <c>[1]</c> in the text means.</summary>
    [MaxLength(10), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SourceId { get; init; }

    /// <summary>Of a source.</summary>
    [MaxLength(AnswerSource.LongestTitle), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Title { get; init; }

    internal bool IsImage => Type is FileType && (AttachmentId is null || MediaType?.StartsWith("image/", StringComparison.Ordinal) is true);

    public static MessagePart OfText(string text) => new() { Type = TextType, Text = text };

    internal static MessagePart OfFile(Attachment file) => new()
    {
        Type = FileType,
        AttachmentId = file.Id,
        Name = file.Name,
        MediaType = file.MediaType,
        Size = file.Size,
        Width = file.Width,
        Height = file.Height,
    };

    public static MessagePart OfReasoning(string text) => new() { Type = ReasoningType, Text = text };

    internal static MessagePart OfSource(AnswerSource source) => new() { Type = SourceType, SourceId = source.Number.ToString(CultureInfo.InvariantCulture), Url = source.Url, Title = source.Title };

    /// <summary>For a source part; null when what it says is none.</summary>
    internal AnswerSource? ToSource() => Type is SourceType && int.TryParse(SourceId, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? AnswerSource.Of(number, Url, Title) : null;
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

    /// <summary>From the first piece of what the model thought to the first of the text after it, or to the end; null when it did not think.</summary>
    public int? ThinkingMs { get; init; }

    public int? LoadMs { get; init; }

    public int? PromptMs { get; init; }

    public int? AnswerMs { get; init; }

    /// <summary><c>stop</c>, <c>length</c> or <c>tool-calls</c>; null when the answer did not end by itself.</summary>
    public string? FinishReason { get; init; }
}
