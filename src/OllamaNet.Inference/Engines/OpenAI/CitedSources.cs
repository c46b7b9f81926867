using System.Text.Json;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Engines.OpenAI;

/// <summary>
/// The pages that an answer names, in the forms in which servers do: OpenAI's <c>annotations</c> in the deltas, and the lists <c>citations</c>
/// and <c>search_results</c> beside the choices, whose order is the numbers in the text. An answer has one form, the first that came. What is
/// no page is left out, its number with it: a source is never worth an answer.
/// </summary>
internal sealed class CitedSources(IAnswerSink sink)
{
    private readonly HashSet<string> _annotated = new(StringComparer.Ordinal);
    private int _listed;

    public bool Any => _listed > 0 || _annotated.Count > 0;

    /// <param name="annotations"><c>[{type: "url_citation", url_citation: {url, title}}]</c>: one for each place in the text, so pages come more than once.</param>
    public void Add(JsonElement annotations)
    {
        if (_listed > 0 || annotations.ValueKind is not JsonValueKind.Array) return;
        foreach (var annotation in annotations.EnumerateArray())
        {
            if (Member(annotation, "url_citation") is not { } page || Text(Member(page, "url")) is not { } url) continue;
            if (_annotated.Count < AnswerSource.Most && _annotated.Add(url)) Tell(_annotated.Count, url, Text(Member(page, "title")));
        }
    }

    /// <param name="citations">Addresses.</param>
    /// <param name="results">The same pages, <c>{url, title}</c>; one of the two may be missing, and both grow at their ends.</param>
    public void Add(ReadOnlySpan<byte> citations, ReadOnlySpan<byte> results)
    {
        if (_annotated.Count > 0) return;
        var (addresses, pages) = (Items(citations), Items(results));
        for (; _listed < Math.Min(AnswerSource.Most, Math.Max(addresses.Count, pages.Count)); _listed++)
        {
            JsonElement? page = _listed < pages.Count ? pages[_listed] : null;
            Tell(_listed + 1, Text(Member(page, "url")) ?? (_listed < addresses.Count ? Text(addresses[_listed]) : null), Text(Member(page, "title")));
        }
    }

    private void Tell(int number, string? url, string? title)
    {
        if (AnswerSource.Of(number, url, title) is { } source) sink.Source(source);
    }

    private static List<JsonElement> Items(ReadOnlySpan<byte> json) =>
        !json.IsEmpty && JsonElement.Parse(json) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Take(AnswerSource.Most)] : [];

    private static JsonElement? Member(JsonElement? of, string name) =>
        of is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement? value)
    {
        try
        {
            return value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair
        }
    }
}
