using System.Text.Encodings.Web;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace OllamaNet.Chat.Transfers.Exports;

/// <summary>Markdown of a model as HTML that does nothing and fetches nothing: raw HTML is text, links lead to the web or to mail, images are in the file or not there.</summary>
internal static class SafeMarkdown
{
    private static readonly string[] Schemes = ["http://", "https://", "mailto:"];
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseEmphasisExtras().UseTaskLists().UseAutoLinks().Build();

    public static string ToHtml(string markdown)
    {
        try
        {
            var document = Markdown.Parse(markdown, Pipeline);
            foreach (var link in document.Descendants<LinkInline>().ToList()) Tame(link);
            foreach (var link in document.Descendants<AutolinkInline>().Where(l => !l.IsEmail && !IsAllowed(l.Url)).ToList()) link.ReplaceBy(new LiteralInline(link.Url));
            return Markdown.ToHtml(document, Pipeline);
        }
        catch (ArgumentException)
        {
            // Nested deeper than the parser goes.
            return $"<pre>{HtmlEncoder.Default.Encode(markdown)}</pre>";
        }
    }

    private static void Tame(LinkInline link)
    {
        link.GetDynamicUrl = null;
        if (link.IsImage)
        {
            if (link.Url is { } image && DataUrl(image)) return;
            link.IsImage = false; // what it says stays as the text of a link
        }

        if (!IsAllowed(link.Url)) link.Url = "";
    }

    private static bool IsAllowed(string? url) => url is not null && Array.Exists(Schemes, s => url.StartsWith(s, StringComparison.OrdinalIgnoreCase));

    private static bool DataUrl(string url) => Messages.DataUrl.Parse(new Messages.MessagePart { Type = Messages.MessagePart.FileType, Url = url }) is not null;
}
