using System.Globalization;
using System.Text;

namespace OllamaNet.Chat.Transfers.Exports;

/// <summary>The branch that is shown, as Markdown.</summary>
internal static class MarkdownExport
{
    public static string Of(ExportedConversation conversation)
    {
        var text = new StringBuilder().Append("# ").AppendLine(OneLine(conversation.Title ?? "Untitled"));
        foreach (var message in ReadableMessage.Of(conversation))
        {
            text.AppendLine().Append("## ").Append(OneLine(message.Who)).Append(" · ").AppendLine(message.When);
            if (message.Thinking.Length > 0) text.AppendLine().AppendLine("> **Thinking**").AppendLine(">").Append("> ").AppendLine(message.Thinking.ReplaceLineEndings("\n> "));
            if (message.Text.Length > 0) text.AppendLine().AppendLine(message.Text.ReplaceLineEndings("\n"));
            foreach (var image in message.Images) text.AppendLine().Append("![image](").Append(image.Url).AppendLine(")");
            foreach (var file in message.Files) Write(text, file);
            if (message.Sources.Count > 0) text.AppendLine();
            foreach (var source in message.Sources) text.AppendLine(CultureInfo.InvariantCulture, $"- \\[{source.Number}\\] {Literal(source.Title)}<{source.Url}>");
        }

        return text.ToString();
    }

    /// <summary>Indented: nothing in it can end the block.</summary>
    private static void Write(StringBuilder text, ReadableFile file) =>
        text.AppendLine().Append("File ").Append(OneLine(file.Name)).AppendLine(":").AppendLine().Append("    ").AppendLine(file.Text.ReplaceLineEndings("\n    "));

    /// <summary>What a page calls itself is no Markdown.</summary>
    private static string Literal(string? title) =>
        title is null ? "" : string.Concat(title.Select(c => char.IsAsciiLetterOrDigit(c) || !char.IsAscii(c) || c is ' ' ? $"{c}" : $"\\{c}")) + " ";

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
