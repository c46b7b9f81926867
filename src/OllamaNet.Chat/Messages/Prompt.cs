using System.Text;
using OllamaNet.Chat.Presets;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Messages;

/// <summary>Makes the request to the model out of a turn, within the model's context.</summary>
internal static class Prompt
{
    /// <summary>Bytes of letters a token, rounded down: an estimate that rather leaves room than overflows.</summary>
    private const int BytesPerToken = 3;

    private const int TokensPerMessage = 6;
    private const int TokensPerImage = 800;

    /// <returns>The request, and how many of the oldest messages were left out.</returns>
    public static (ChatRequest Request, int Omitted) Build(Turn turn, Caller caller, TurnSettings settings, int defaultContext)
    {
        var (model, options) = (settings.Model, settings.Options.ToSampling());
        var context = options.NumCtx ?? Math.Min(model.ContextLength ?? defaultContext, defaultContext);
        var messages = turn.History.Select(ToChatMessage).Where(m => m.Content.Length > 0 || m.Images.Count > 0).ToList();
        if (turn.Question is { } question) messages.Add(ToChatMessage(MessageRole.User, question));

        var room = context - Math.Min(options.NumPredict ?? (context / 4), context / 2);
        var system = settings.SystemPrompt is { } text ? new ChatMessage(ChatRole.System, text) : null;
        if (system is not null) room -= Estimate(system);
        var kept = messages.Count;
        for (var i = messages.Count - 1; i >= 0; i--)
        {
            room -= Estimate(messages[i]);
            if (room < 0 && i < messages.Count - 1) break;
            kept = i;
        }

        // A prompt that begins with an answer has lost its question.
        while (kept < messages.Count - 1 && messages[kept].Role is ChatRole.Assistant) kept++;
        return (new()
        {
            Model = model.Name,
            Messages = system is null ? messages[kept..] : [system, .. messages[kept..]],
            Caller = caller,
            Options = options with { NumCtx = context },
            AffinityKey = turn.Conversation.Id.ToString("N"),
        }, kept);
    }

    private static int Estimate(ChatMessage message) => TokensPerMessage + Tokens(message.Content) + (message.Images.Count * TokensPerImage);

    // Many vocabularies give each digit and each sign a token of its own.
    private static int Tokens(string text)
    {
        var (letterBytes, others) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetter(rune) || Rune.IsWhiteSpace(rune)) letterBytes += rune.Utf8SequenceLength;
            else others++;
        }

        return (letterBytes / BytesPerToken) + others;
    }

    private static ChatMessage ToChatMessage(Message message) => ToChatMessage(message.Role, message.Parts);

    private static ChatMessage ToChatMessage(MessageRole role, IReadOnlyList<MessagePart> parts) => new(
        role is MessageRole.User ? ChatRole.User : ChatRole.Assistant,
        string.Join("\n\n", parts.Where(p => p.Type is MessagePart.TextType).Select(p => p.Text)))
    {
        Images = [.. parts.Where(p => p.Type is MessagePart.FileType).Select(DataUrl.Parse).OfType<ImageContent>()],
    };
}
