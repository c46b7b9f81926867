using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OllamaNet.Platform.Http;
using Xunit;

namespace OllamaNet.Platform.Tests.Http;

public sealed record Note([Required, StringLength(20)] string Title, int Count = 0, Colour Colour = Colour.DarkBlue, IReadOnlyList<string>? Labels = null, Dictionary<string, string>? Map = null, JsonElement? Free = null);

public enum Colour { DarkBlue, Red }

public sealed class HostileBodyTests : IAsyncLifetime
{
    private MiniHost host = null!;

    public async ValueTask InitializeAsync() => host = await MiniHost.StartAsync(app =>
    {
        app.MapPost("/notes", (Note note) => TypedResults.Ok(note)).WithBodyLimit(4096);
        app.MapGet("/notes", (int limit) => TypedResults.Ok(limit));
    });

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("""{"title":5}""", "title")]
    [InlineData("""{"title":"a","count":"5"}""", "count")]
    [InlineData("""{"title":"a","count":99999999999}""", "count")]
    [InlineData("""{"title":"a","colour":1}""", "colour")]
    [InlineData("""{"title":"a","colour":"green"}""", "colour")]
    [InlineData("""{"title":"a","labels":"x"}""", "labels")]
    [InlineData("""{"title":"a","labels":["x",7]}""", "labels[1]")]
    [InlineData("""{"title":"a","extra":1}""", "extra")]
    [InlineData("""{"title":"a","Title":"b"}""", "Title")]
    [InlineData("""{"title":"a","title":"b"}""", "title")]
    [InlineData("""{"title":"a\u0000"}""", "title")]
    [InlineData("""{"title":"a\ud800"}""", "title")]
    [InlineData("""{"title":"a\udc00b"}""", "title")]
    [InlineData("""{"title":"a","labels":["\u0000"]}""", "labels[0]")]
    [InlineData("""{"title":"a","map":{"k":"\u0000"}}""", "map.k")]
    [InlineData("""{"title":"a","free":{"deep":["\u0000"]}}""", "free")]
    [InlineData("""{"title":"a","free":{"\ud800":1}}""", "free")]
    [InlineData("""{"title":null}""", "title")]
    [InlineData("""{}""", "title")]
    [InlineData("""{"title":"this one is longer than twenty"}""", "title")]
    public async Task A_wrong_field_is_named(string body, string field)
    {
        var problem = await ProblemAsync(await PostAsync(Encoding.UTF8.GetBytes(body)), HttpStatusCode.BadRequest);

        Assert.Equal("validation", problem.GetProperty("code").GetString());
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        Assert.Contains(field, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"title":"a" """)]
    [InlineData("""{"title":"a",}""")]
    [InlineData("{title:1}")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task What_is_not_JSON_is_a_bad_request(string body) =>
        await ProblemAsync(await PostAsync(Encoding.UTF8.GetBytes(body)), HttpStatusCode.BadRequest);

    [Fact]
    public async Task Invalid_UTF8_is_named()
    {
        byte[] body = [.. """{"title":"a"""u8, 0xC3, 0x28, .. "\"}"u8];

        var problem = await ProblemAsync(await PostAsync(body), HttpStatusCode.BadRequest);

        Assert.Equal("title", Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task Deep_nesting_is_refused()
    {
        var deep = new string('[', 1000) + new string(']', 1000);

        await ProblemAsync(await PostAsync(Encoding.UTF8.GetBytes($$"""{"title":"a","free":{{deep}}}""")), HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType, "unsupported-media-type")]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType, "unsupported-media-type")]
    public async Task Another_content_type_is_refused(string contentType, HttpStatusCode status, string code)
    {
        var problem = await ProblemAsync(await PostAsync("""{"title":"a"}"""u8.ToArray(), contentType), status);

        Assert.Equal(code, problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Too_much_is_refused()
    {
        var problem = await ProblemAsync(await PostAsync(Encoding.UTF8.GetBytes($$"""{"title":"{{new string('a', 5000)}}"}""")), HttpStatusCode.RequestEntityTooLarge);

        Assert.Equal("body-too-large", problem.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("/notes?limit=x")]
    [InlineData("/notes")]
    public async Task A_wrong_parameter_is_named(string path)
    {
        var problem = await ProblemAsync(await host.Client.GetAsync(path), HttpStatusCode.BadRequest);

        Assert.Equal("limit", Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task What_is_right_passes_unchanged()
    {
        const string Body = """{"title":"héllo 😀","count":3,"colour":"darkBlue","labels":["x"],"map":{"k":"v"},"free":{"deep":[1,{"a":null}]}}""";

        using var response = await PostAsync(Encoding.UTF8.GetBytes(Body));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(Body).RootElement, await response.Content.ReadFromJsonAsync<JsonElement>()));
    }

    private Task<HttpResponseMessage> PostAsync(byte[] body, string contentType = "application/json") =>
        host.Client.PostAsync("/notes", new ByteArrayContent(body) { Headers = { ContentType = new(contentType) } });

    internal static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.Equal("urn:ollamanet:problem:" + problem.GetProperty("code").GetString(), problem.GetProperty("type").GetString());
        Assert.Equal(32, problem.GetProperty("traceId").GetString()!.Length);
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("OllamaNet.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        return problem;
    }
}
