using System.Text;

namespace OllamaNet.Chat.Transfers.Exports;

/// <summary>The branch that is shown, as Markdown.</summary>
internal static class MarkdownExport
{
    public static string Of(ExportedConversation conversation)
    {
        var text = new StringBuilder().Append("# ").AppendLine(OneLine(conversation.Title ?? "Untitled"));
        foreach (var message in ConversationReader.Shown(conversation).Select(ReadableMessage.Of))
        {
            text.AppendLine().Append("## ").Append(OneLine(message.Who)).Append(" · ").AppendLine(message.When);
            if (message.Thinking.Length > 0) text.AppendLine().AppendLine("> **Thinking**").AppendLine(">").Append("> ").AppendLine(message.Thinking.ReplaceLineEndings("\n> "));
            if (message.Text.Length > 0) text.AppendLine().AppendLine(message.Text.ReplaceLineEndings("\n"));
            foreach (var image in message.Images) text.AppendLine().Append("![image](").Append(image).AppendLine(")");
        }

        return text.ToString();
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
