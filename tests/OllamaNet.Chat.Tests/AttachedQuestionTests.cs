using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Attachments;
using OllamaNet.Chat.Data;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

/// <summary>Questions with files: what the model gets, and what stays.</summary>
public sealed class AttachedQuestionTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    private static readonly byte[] Picture = Images.Png(40, 20, rows: 20);

    private List<JsonElement> Prompt(string question) => PromptOf(fixture.Engine, question);

    /// <summary>The messages that the engine was given last with this in the newest question.</summary>
    private static List<JsonElement> PromptOf(EngineSimulator engine, string question) => engine.Calls.Where(c => c.Body.TryGetProperty("messages", out _))
        .Select(c => c.Body.GetProperty("messages").EnumerateArray().ToList()).Last(m => m[^1].Text("content")!.Contains(question, StringComparison.Ordinal));

    private static string[] ImagesOf(JsonElement message) => message.TryGetProperty("images", out var images) && images.ValueKind is JsonValueKind.Array ? [.. images.EnumerateArray().Select(i => i.GetString()!)] : [];

    [Fact]
    public async Task The_model_gets_images_as_bytes_and_text_files_as_text_with_their_names()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var (image, text) = (await ada.UploadedAsync("receipt.png", Picture), await ada.UploadedAsync("notes.md", "say ``` twice: ```"u8.ToArray()));

        await ada.AskWithAsync(conversation, "What is in the two files?", image, text);
        var sent = Prompt("What is in the two files?")[^1];
        var parts = (await ada.MessagesAsync(conversation))[0].GetProperty("parts");

        Assert.Equal([Convert.ToBase64String(await ada.ContentAsync(image))], ImagesOf(sent));
        Assert.Equal("File notes.md:\n````\nsay ``` twice: ```\n````\n\nWhat is in the two files?", sent.Text("content"));
        Assert.Equal((image.Id(), "receipt.png", "image/png", 40, 20), (parts[0].AttachmentId(), parts[0].Text("name"), parts[0].Text("mediaType"), parts[0].GetProperty("width").GetInt32(), parts[0].GetProperty("height").GetInt32()));
        Assert.Equal(image.GetProperty("size").GetInt32(), parts[0].GetProperty("size").GetInt32());
        Assert.Equal(("notes.md", "text/plain", 18), (parts[1].Text("name"), parts[1].Text("mediaType"), parts[1].GetProperty("size").GetInt32()));
    }

    [Theory]
    [InlineData("conversation")]
    [InlineData("chats")]
    public async Task An_image_that_comes_inline_becomes_a_file_and_does_not_say_where_it_was_taken(string door)
    {
        using var ada = await fixture.SignInAsync();
        var url = $"data:image/jpeg;base64,{Convert.ToBase64String(Images.Jpeg(orientation: 6, "GPS 38.7N 9.1W"))}";
        var question = $"Where was this, {door}?";
        object[] parts = [new { type = "file", mediaType = "image/jpeg", url }, new { type = "text", text = question }];

        Guid conversation;
        if (door is "chats")
        {
            await ada.StreamAsync("/api/chats", new { id = "inline", messages = new[] { new { id = "q", role = "user", parts } } });
            conversation = (await ada.GetAsync("/api/v1/conversations")).GetProperty("items")[0].Id();
        }
        else
        {
            conversation = await ada.CreateConversationAsync();
            await ada.StreamAsync($"/api/v1/conversations/{conversation}/messages", new { parts });
        }

        var kept = (await ada.MessagesAsync(conversation))[0].GetProperty("parts")[0];
        var stored = await ada.ContentAsync(kept.AttachmentId());

        Assert.Equal(("image/jpeg", 16, 32, false), (kept.Text("mediaType"), kept.GetProperty("width").GetInt32(), kept.GetProperty("height").GetInt32(), kept.TryGetProperty("url", out _)));
        Assert.DoesNotContain("GPS", Encoding.Latin1.GetString(stored), StringComparison.Ordinal);
        Assert.Equal([Convert.ToBase64String(stored)], ImagesOf(Prompt(question)[^1]));
    }

    [Fact]
    public async Task An_inline_image_of_a_question_that_waits_is_a_file_too()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        object[] parts = [new { type = "file", url = $"data:image/png;base64,{Convert.ToBase64String(Picture)}" }];

        var response = await ada.Client.PostAsJsonAsync($"/api/v1/conversations/{conversation}/queue", new { parts });

        Assert.NotEmpty(await ada.ContentAsync((await response.JsonAsync()).GetProperty("parts")[0].AttachmentId()));
    }

    [Fact]
    public async Task An_inline_image_that_cannot_be_read_is_refused_and_nothing_is_asked()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();

        var response = await ada.Client.PostAsJsonAsync($"/api/v1/conversations/{conversation}/messages", new { parts = new[] { new { type = "file", url = "data:image/png;base64,iVBORw0KGgo=" } } });

        Assert.Equal((HttpStatusCode.BadRequest, "not-an-image"), (response.StatusCode, (await response.JsonAsync()).Text("code")));
        Assert.Empty(await ada.MessagesAsync(conversation));
    }

    [Fact]
    public async Task Files_stay_with_the_question_when_it_is_asked_on_made_again_edited_and_forked()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var image = await ada.UploadedAsync("map.png", Picture);
        var answer = (await ada.AskWithAsync(conversation, "Where is this map?", image)).MessageId();
        var bytes = Convert.ToBase64String(await ada.ContentAsync(image));

        await ada.AskAsync(conversation, "And north of it?");
        Assert.Equal([bytes], ImagesOf(Prompt("And north of it?")[0]));
        await ada.AnswerAgainAsync(conversation, answer);
        Assert.Equal([bytes], ImagesOf(Prompt("Where is this map?")[^1]));
        var question = (await ada.MessagesAsync(conversation))[0].Id();
        Assert.Equal(HttpStatusCode.OK, (await ada.EditAsync(conversation, question, "Where is that?")).StatusCode);
        await ada.StreamAsync($"/api/v1/conversations/{conversation}/messages", new { parts = AttachmentSteps.Parts("Where is it then?", image), editOf = question });
        Assert.Equal([bytes], ImagesOf(Prompt("Where is it then?")[^1]));

        var fork = (await (await ada.ForkAsync(conversation, answer)).JsonAsync()).Id();
        Assert.Equal(HttpStatusCode.NoContent, (await ada.DeleteAsync(conversation, question)).StatusCode);
        await ada.AskAsync(fork, "Still there in the fork?");
        Assert.Equal([bytes], ImagesOf(Prompt("Still there in the fork?")[0]));
    }

    [Fact]
    public async Task A_model_without_vision_refuses_the_image_and_is_told_of_earlier_ones_by_name()
    {
        await using var engine = await EngineSimulator.StartAsync();
        engine.Models = [new("blind:latest") { Capabilities = ["completion"] }, new("seeing:latest")];
        var settings = engine.AsNode();
        settings["Chat:Titles"] = "false";
        await using var host = await TestHost.StartAsync(settings);
        using var ada = await ChatUser.SignInAsync(host);
        await ChatFixture.EventuallyAsync(() => ada.GetAsync("/api/v1/models"), m => m.ToString().Contains("blind", StringComparison.Ordinal));
        var conversation = await ada.CreateConversationAsync();
        var (image, text) = (await ada.UploadedAsync("cat.png", Picture), await ada.UploadedAsync("cat.txt", "meow"u8.ToArray()));
        var path = $"/api/v1/conversations/{conversation}/messages";

        var refused = await ada.Client.PostAsJsonAsync(path, new { parts = AttachmentSteps.Parts("What is this?", image), model = "blind:latest" });
        Assert.Equal("model-without-vision", await refused.IsRefusedAsync(HttpStatusCode.BadRequest));
        Assert.Empty(await ada.MessagesAsync(conversation));
        var answer = (await ada.StreamAsync(path, new { parts = AttachmentSteps.Parts("What is this?", image), model = "seeing:latest" })).MessageId();
        var again = await ada.Client.PostAsJsonAsync(TreeSteps.PathOf(conversation, answer, "regenerate"), new { model = "blind:latest" });
        Assert.Equal("model-without-vision", await again.IsRefusedAsync(HttpStatusCode.BadRequest));

        await ada.StreamAsync(path, new { parts = AttachmentSteps.Parts("What does it say?", text), model = "blind:latest" });
        var sent = PromptOf(engine, "What does it say?");
        Assert.Equal("[Image: cat.png]\n\nWhat is this?", sent[0].Text("content"));
        Assert.Empty(ImagesOf(sent[0]));
        Assert.Contains("meow", sent[^1].Text("content"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Someone_elses_file_goes_with_no_question_of_mine()
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var (hers, conversation) = (await ada.UploadedAsync("secret.txt", "secret"u8.ToArray()), await eve.CreateConversationAsync());
        var parts = AttachmentSteps.Parts("Read it to me", hers);

        foreach (var (path, body) in new (string, object)[]
        {
            ($"/api/v1/conversations/{conversation}/messages", new { parts }),
            ($"/api/v1/conversations/{conversation}/queue", new { parts }),
            ("/api/v1/conversations/temporary", new { messages = new[] { new { role = "user", parts } } }),
        })
            Assert.Equal("validation", await (await eve.Client.PostAsJsonAsync(path, body)).IsRefusedAsync(HttpStatusCode.BadRequest));

        Assert.Empty(await eve.MessagesAsync(conversation));
        Assert.DoesNotContain(fixture.Engine.Calls, c => c.Body.ToString().Contains("Read it to me", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_client_says_of_a_file_is_not_believed_and_parts_that_make_no_sense_are_refused()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var path = $"/api/v1/conversations/{conversation}/messages";
        var id = (await ada.UploadedAsync("true.txt", "true"u8.ToArray())).Id();

        await ada.StreamAsync(path, new { parts = new object[] { new { type = "file", attachmentId = id, name = "false.png", mediaType = "image/png", size = 1, text = "x" } } });
        var part = (await ada.MessagesAsync(conversation))[0].GetProperty("parts")[0];
        Assert.Equal(("true.txt", "text/plain", 4, false), (part.Text("name"), part.Text("mediaType"), part.GetProperty("size").GetInt32(), part.TryGetProperty("text", out _)));

        object[][] wrong =
        [
            [new { type = "file", attachmentId = id, url = "data:image/png;base64,iVBORw0KGgo=" }],
            [new { type = "text", text = "x", attachmentId = id }],
            [.. Enumerable.Repeat(new { type = "file", attachmentId = id }, 9)],
            [new { type = "file" }],
        ];
        foreach (var parts in wrong) Assert.Equal("validation", await (await ada.Client.PostAsJsonAsync(path, new { parts })).IsRefusedAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task A_text_file_counts_like_text_and_old_ones_make_room()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var tooLong = await ada.UploadedAsync("long.txt", Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Range(0, 20_000))));
        var refused = await ada.Client.PostAsJsonAsync($"/api/v1/conversations/{conversation}/messages", new { parts = AttachmentSteps.Parts("Too long?", tooLong) });
        Assert.Equal("prompt-too-long", await refused.IsRefusedAsync(HttpStatusCode.BadRequest));

        for (var i = 0; i < 4; i++)
            await ada.AskWithAsync(conversation, $"Question number {i}", await ada.UploadedAsync($"{i}.txt", Encoding.UTF8.GetBytes($"begin{i} " + string.Join(' ', Enumerable.Range(0, 1_500)))));
        await ada.AskAsync(conversation, "Which of the files do you see?");
        var all = string.Concat(Prompt("Which of the files do you see?").Select(m => m.Text("content")));

        Assert.Contains("begin3", all, StringComparison.Ordinal);
        Assert.DoesNotContain("begin0", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_waits_keeps_its_files_and_is_asked_with_them()
    {
        using var signedUp = await fixture.Host.SignUpAsync(); // a queue asks for people whose account it finds
        using var ada = ChatUser.With(fixture.Host.Address, signedUp.AccessToken);
        var conversation = await ada.CreateConversationAsync();
        var file = await ada.UploadedAsync("later.txt", "patience"u8.ToArray());
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("the first one") with { Hold = true, FaultAfter = 1 });
        using var running = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Be slow" });
        await running.UntilAsync(e => e.Type == "text-delta");

        var waiting = await ada.SendAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/queue", new { parts = AttachmentSteps.Parts("What should I have?", file) }, HttpStatusCode.Created);
        Assert.Equal("later.txt", waiting.GetProperty("parts")[0].Text("name"));
        Assert.Equal("attachment-used", await (await ada.Client.DeleteAsync($"/api/v1/attachments/{file.Id()}")).IsRefusedAsync(HttpStatusCode.Conflict));
        Assert.Equal(1, await PurgeAsync(file.Id()));
        fixture.Engine.Release();
        await running.ReadToEndAsync();
        await ChatFixture.EventuallyAsync(() => ada.GetAsync($"/api/v1/conversations/{conversation}/messages"), m => m.Items().Count == 4 && m.Items()[3].Text("status") == "complete");

        Assert.Contains("patience", Prompt("What should I have?")[^1].Text("content"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_temporary_chat_sends_files_and_ties_them_to_nothing()
    {
        using var ada = await fixture.SignInAsync();
        var image = await ada.UploadedAsync("secret.png", Picture);

        await ada.StreamAsync("/api/v1/conversations/temporary", new { messages = new[] { new { role = "user", parts = AttachmentSteps.Parts("A passing picture?", image) } } });

        Assert.Single(ImagesOf(Prompt("A passing picture?")[^1]));
        Assert.Equal(HttpStatusCode.NoContent, (await ada.Client.DeleteAsync($"/api/v1/attachments/{image.Id()}")).StatusCode);
    }

    [Fact]
    public async Task A_file_is_deleted_when_the_last_message_that_has_it_is()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var (used, unused) = (await ada.UploadedAsync("used.txt", "used"u8.ToArray()), await ada.UploadedAsync("unused.txt", "unused"u8.ToArray()));
        await ada.AskWithAsync(conversation, "Keep this", used);

        Assert.Equal("attachment-used", await (await ada.Client.DeleteAsync($"/api/v1/attachments/{used.Id()}")).IsRefusedAsync(HttpStatusCode.Conflict));
        Assert.Equal(0, await PurgeAsync(unused.Id()));
        Assert.Equal(1, await PurgeAsync(used.Id()));
        await ada.DeleteAsync(conversation, (await ada.MessagesAsync(conversation))[0].Id());
        Assert.Equal(1, await PurgeAsync(used.Id()));
        await ForgetRemovalsAsync(conversation);
        Assert.Equal(0, await PurgeAsync(used.Id()));
    }

    /// <summary>As if nobody could take the deletion back any more.</summary>
    private async Task ForgetRemovalsAsync(Guid conversation)
    {
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ChatDb>().Removals.Where(r => r.ConversationId == conversation).ExecuteDeleteAsync();
    }

    /// <summary>As if tomorrow.</summary>
    /// <returns>How many rows of the content are left.</returns>
    private async Task<int> PurgeAsync(Guid id)
    {
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDb>();
        await db.DeleteUnusedAsync(TimeProvider.System.GetUtcNow().AddDays(1), default);
        return await db.Set<AttachmentContent>().CountAsync(c => c.AttachmentId == id);
    }
}
