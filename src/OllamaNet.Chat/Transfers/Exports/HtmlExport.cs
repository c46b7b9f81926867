using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Transfers.Exports;

/// <summary>The branch that is shown, as one page that stands alone: no script, nothing fetched, a policy that says so.</summary>
internal static class HtmlExport
{
    private const string Style = """
        :root{color-scheme:light dark;font:16px/1.6 system-ui,sans-serif}
        body{max-width:46rem;margin:0 auto;padding:2rem 1rem}
        article{margin-block:1.5rem}
        article>header{font-size:.85rem;opacity:.75}
        .user{padding:.75rem 1rem;border-radius:.75rem;background:#8881}
        .user>div{white-space:pre-wrap}
        pre{overflow-x:auto;padding:.75rem;border-radius:.5rem;background:#8881}
        code{font-family:ui-monospace,monospace;font-size:.9em}
        table{border-collapse:collapse}td,th{border:1px solid #8886;padding:.25rem .5rem}
        img{max-width:100%}blockquote{margin-inline:0;padding-inline-start:1rem;border-inline-start:3px solid #8886}
        """;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly string Policy =
        $"default-src 'none'; img-src data:; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'";

    public static string Of(ExportedConversation conversation)
    {
        var title = Encoder.Encode(conversation.Title ?? "Untitled");
        var html = new StringBuilder($"""
            <!doctype html>
            <html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{Policy}"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">
            <title>{title}</title><style>{Style}</style></head><body><h1 dir="auto">{title}</h1>
            """);
        foreach (var message in ReadableMessage.Of(conversation)) Write(html, message);
        return html.Append("</body></html>\n").ToString();
    }

    private static string Item(AnswerSource source) =>
        $"<li value=\"{source.Number}\"><a rel=\"noopener noreferrer nofollow\" href=\"{Encoder.Encode(source.Url)}\"><bdi>{Encoder.Encode(source.Title ?? source.Url)}</bdi></a> · {Encoder.Encode(new Uri(source.Url).IdnHost)}</li>";

    private static void Write(StringBuilder html, ReadableMessage message)
    {
        html.Append($"\n<article class=\"{(message.IsUser ? "user" : "answer")}\"><header>{Encoder.Encode(message.Who)} · {message.When}</header>");
        if (message.Thinking.Length > 0) html.Append("<details><summary>Thinking</summary><div dir=\"auto\">").Append(SafeMarkdown.ToHtml(message.Thinking)).Append("</div></details>");
        html.Append("<div dir=\"auto\">").Append(message.IsUser ? Encoder.Encode(message.Text) : SafeMarkdown.ToHtml(message.Text)).Append("</div>");
        foreach (var image in message.Images) html.Append("<img alt=\"").Append(Encoder.Encode(image.Name)).Append("\" src=\"").Append(Encoder.Encode(image.Url)).Append("\">");
        foreach (var file in message.Files) html.Append("<details><summary dir=\"auto\">").Append(Encoder.Encode(file.Name)).Append("</summary><pre dir=\"auto\">").Append(Encoder.Encode(file.Text)).Append("</pre></details>");
        if (message.Sources.Count > 0) html.Append("<ol>").AppendJoin("", message.Sources.Select(Item)).Append("</ol>");
        html.Append("</article>");
    }
}
