using System.Text;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Doors.Counting;

/// <summary>What of a request becomes tokens of the prompt, by the shape of its text: rather too many than too few. A model's own number is learnt from it.</summary>
internal static class PromptSize
{
    /// <summary>Role and separators of a message, in any model's template.</summary>
    public const int PerMessage = 6;

    /// <summary>A picture comes to some hundred tokens, whatever its bytes.</summary>
    private const int PerImage = 800;

    /// <summary>Bytes of letters a token, rounded down.</summary>
    private const double LetterBytes = 3;

    public static double Of(ChatRequest request) => request.Messages.Sum(Of) + request.Tools.Sum(Of);

    /// <summary>Many vocabularies give each digit and each sign a token of its own.</summary>
    public static double Of(string? text)
    {
        var (letterBytes, others) = (0, 0);
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (Rune.IsLetter(rune) || Rune.IsWhiteSpace(rune)) letterBytes += rune.Utf8SequenceLength;
            else others++;
        }

        return (letterBytes / LetterBytes) + others;
    }

    private static double Of(ChatMessage message) =>
        PerMessage + Of(message.Content) + Of(message.Thinking) + (message.Images.Count * PerImage) + message.ToolCalls.Sum(c => Of(c.Name) + Of(c.Arguments));

    private static double Of(ToolDefinition tool) => PerMessage + Of(tool.Name) + Of(tool.Description) + Of(tool.Parameters.GetRawText());
}
