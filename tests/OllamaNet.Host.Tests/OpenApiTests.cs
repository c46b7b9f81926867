using System.Net;
using System.Text.Json;
using Xunit;

namespace OllamaNet.Host.Tests;

public sealed class OpenApiTests(EdgeHost edge) : IClassFixture<EdgeHost>
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch", "options", "head"];

    [Fact]
    public async Task Every_operation_says_what_it_does_what_can_fail_and_what_it_looks_like()
    {
        var document = await DocumentAsync();

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var missing = Operations(document).SelectMany(o => Missing(o.Operation).Select(what => $"{o.Name}: {what}"));
        Assert.Empty(missing);
    }

    [Fact]
    public async Task Operation_ids_are_unique()
    {
        var ids = Operations(await DocumentAsync()).Select(o => o.Operation.TryGetProperty("operationId", out var id) ? id.GetString() : null);

        Assert.Empty(ids.GroupBy(id => id, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Fact]
    public async Task The_document_has_no_type_of_ours_in_its_text()
    {
        var text = await edge.Client.GetStringAsync("/openapi/v1.json");

        Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("OllamaNet.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Swagger_UI_is_there_without_a_token()
    {
        using var page = await edge.Client.GetAsync("/swagger");
        var html = await page.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.DoesNotContain("<style", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("<script(?![^>]*\\bsrc=)", html);
        Assert.Contains("/openapi/v1.json", await edge.Client.GetStringAsync("/swagger/index.js"), StringComparison.Ordinal);
    }

    private async Task<JsonElement> DocumentAsync() => JsonDocument.Parse(await edge.Client.GetStringAsync("/openapi/v1.json")).RootElement;

    private static IEnumerable<(string Name, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.TryGetProperty("paths", out var paths) ? paths.EnumerateObject() : default
        from operation in path.Value.EnumerateObject()
        where Methods.Contains(operation.Name, StringComparer.Ordinal)
        select ($"{operation.Name} {path.Name}", operation.Value);

    private static IEnumerable<string> Missing(JsonElement operation)
    {
        if (!operation.TryGetProperty("operationId", out _)) yield return "no operationId";
        if (!operation.TryGetProperty("summary", out var summary) || summary.GetString() is not { Length: > 5 }) yield return "no summary";
        if (!operation.TryGetProperty("tags", out var tags) || tags.GetArrayLength() == 0 || tags[0].GetString() == "ollamanet") yield return "no tag";

        var responses = operation.GetProperty("responses");
        if (!responses.EnumerateObject().Any(r => r.Name.StartsWith('2') || r.Name is "302")) yield return "no success";
        if (!responses.TryGetProperty("429", out _)) yield return "no 429";
        if (operation.TryGetProperty("security", out _) && !responses.TryGetProperty("401", out _)) yield return "no 401";
        if (operation.TryGetProperty("requestBody", out var body) && !HasExample(body)) yield return "no example of the request";

        var successes = responses.EnumerateObject().Where(r => r.Name.StartsWith('2') && r.Name is not ("204" or "202")).ToList();
        foreach (var success in successes.Where(s => !HasExample(s.Value))) yield return $"no example of {success.Name}";
    }

    private static bool HasExample(JsonElement owner) =>
        owner.TryGetProperty("content", out var content) && content.EnumerateObject().Any() && content.EnumerateObject().All(media => media.Value.TryGetProperty("example", out _) || media.Value.TryGetProperty("examples", out _));
}
