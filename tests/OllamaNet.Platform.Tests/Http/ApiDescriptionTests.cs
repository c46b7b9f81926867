using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Http.Description;
using Xunit;

namespace OllamaNet.Platform.Tests.Http;

public sealed record NewNote([property: Required, StringLength(20)] string Title, string? Folder = null, Colour Colour = Colour.Red, IReadOnlyList<string>? Labels = null);

public sealed class ApiDescriptionTests : IAsyncLifetime
{
    private MiniHost host = null!;
    private JsonElement document;

    public async ValueTask InitializeAsync()
    {
        host = await MiniHost.StartAsync(
            app =>
            {
                app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
                app.MapPost("/notes", CreateNote).WithSummary("Make a note").WithTags("Notes").WithExample(new NewNote("Milk"), new NewNote("Milk", "shop"));
                app.MapGet("/notes/{id:guid}/stream", StreamNote).WithExample(response: "id: 1\ndata: {}\n\n");
                app.MapGet("/open", () => "x").AllowAnonymous();
            },
            services => services.AddApiDescription());
        document = JsonDocument.Parse(await host.Client.GetStringAsync("/openapi/v1.json")).RootElement;
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public void The_document_is_3_1_and_knows_the_token()
    {
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("scheme").GetString());
    }

    [Fact]
    public void An_operation_is_named_after_its_handler_and_lists_its_errors()
    {
        var post = Operation("/notes", "post");

        Assert.Equal("createNote", post.GetProperty("operationId").GetString());
        Assert.Equal(["200", "400", "401", "413", "415", "429", "503", "default"], Statuses(post));
        Assert.Equal("#/components/schemas/Problem", post.GetProperty("responses").GetProperty("400").GetProperty("content").GetProperty("application/problem+json").GetProperty("schema").GetProperty("$ref").GetString());
        Assert.True(document.GetProperty("components").GetProperty("schemas").TryGetProperty("Problem", out _));
    }

    [Fact]
    public void Only_what_is_public_goes_without_a_token()
    {
        Assert.True(Operation("/notes", "post").TryGetProperty("security", out var security));
        Assert.True(security[0].TryGetProperty("bearer", out _));
        Assert.False(Operation("/open", "get").TryGetProperty("security", out _));
        Assert.DoesNotContain("401", Statuses(Operation("/open", "get")));
    }

    [Fact]
    public void Examples_are_written_as_the_API_writes()
    {
        var post = Operation("/notes", "post");

        Assert.Equal("red", post.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example").GetProperty("colour").GetString());
        Assert.Equal("shop", post.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("example").GetProperty("folder").GetString());
        Assert.StartsWith("id: 1", Operation("/notes/{id}/stream", "get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("text/event-stream").GetProperty("example").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Strings_and_numbers_have_their_plain_types()
    {
        var note = document.GetProperty("components").GetProperty("schemas").GetProperty("NewNote").GetProperty("properties");

        Assert.Equal("string", note.GetProperty("title").GetProperty("type").GetString());
        Assert.Equal(20, note.GetProperty("title").GetProperty("maxLength").GetInt32());
        Assert.Equal(["null", "string"], note.GetProperty("folder").GetProperty("type").EnumerateArray().Select(t => t.GetString()).Order(StringComparer.Ordinal));
        Assert.Equal("string", note.GetProperty("labels").GetProperty("items").GetProperty("type").GetString());
        Assert.Equal("integer", document.GetProperty("components").GetProperty("schemas").GetProperty("Problem").GetProperty("properties").GetProperty("status").GetProperty("type").GetString());
    }

    private JsonElement Operation(string path, string method) => document.GetProperty("paths").GetProperty(path).GetProperty(method);

    private static IEnumerable<string> Statuses(JsonElement operation) =>
        operation.GetProperty("responses").EnumerateObject().Select(r => r.Name).Order(StringComparer.Ordinal);

    private static Ok<NewNote> CreateNote(NewNote note) => TypedResults.Ok(note);

    private static ServerSentEventsResult<string> StreamNote(Guid id) => TypedResults.ServerSentEvents(AsyncEnumerable.Repeat(id.ToString(), 1));
}
