using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace OllamaNet.Chat.Tests;

public sealed class ConversationSettingsTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task What_a_conversation_says_reaches_the_model_and_stays_with_the_answer()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        await ada.SetAsync(conversation, new { systemPrompt = "Answer {{user}} as {{model}}, in {{language}}.", options = new { temperature = 0.25, topK = 7, stop = new[] { "END" } } });
        ada.Client.DefaultRequestHeaders.Add("Accept-Language", "pt-BR,en;q=0.5");

        var sent = await fixture.SentForAsync(ada, conversation);

        Assert.Equal("system", sent.GetProperty("messages")[0].Text("role"));
        Assert.Equal("Answer the user as sim:latest, in Portuguese.", sent.SystemPrompt());
        Assert.Equal(0.25, sent.GetProperty("options").GetProperty("temperature").GetDouble());
        Assert.Equal(7, sent.GetProperty("options").GetProperty("top_k").GetInt32());
        Assert.Equal("END", sent.GetProperty("options").GetProperty("stop")[0].GetString());
        var answer = (await ada.MessagesAsync(conversation))[^1];
        Assert.Equal("Answer the user as sim:latest, in Portuguese.", answer.GetProperty("settings").Text("systemPrompt"));
        Assert.Equal(7, answer.GetProperty("settings").GetProperty("options").GetProperty("topK").GetInt32());
    }

    [Fact]
    public async Task A_conversation_can_begin_with_its_settings()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync(new { systemPrompt = "Be brief.", options = new { topK = 9 } });

        var sent = await fixture.SentForAsync(ada, conversation);

        Assert.Equal("Be brief.", sent.SystemPrompt());
        Assert.Equal(9, sent.GetProperty("options").GetProperty("top_k").GetInt32());
        Assert.Equal(HttpStatusCode.BadRequest, (await ada.Client.PostAsJsonAsync("/api/v1/conversations", new { systemPrompt = "{{nobody}}" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await ada.Client.PostAsJsonAsync("/api/v1/conversations", new { options = new { temperature = 3 } })).StatusCode);
    }

    [Fact]
    public async Task A_number_can_be_the_models_own_again_whatever_preset_and_folder_say()
    {
        using var ada = await fixture.SignInAsync();
        var preset = await ada.CreatePresetAsync(new { name = "Warm", options = new { temperature = 0.4, topK = 5, seed = 3 } });
        var folder = await ada.CreateFolderAsync(new { name = "Cold", presetId = await ada.CreatePresetAsync(new { name = "Cold", options = new { temperature = 0.1, minP = 0.2, topP = 0.3, modelsOwn = new[] { "topP" } } }) });
        var conversation = await ada.CreateConversationAsync(new { folderId = folder });
        await ada.SetAsync(conversation, new { presetId = preset, options = new { seed = 9, modelsOwn = new[] { "temperature", "minP", "seed" } } });

        var options = (await fixture.SentForAsync(ada, conversation)).GetProperty("options");
        var settings = await ada.GetAsync($"/api/v1/conversations/{conversation}/settings");

        Assert.False(options.TryGetProperty("temperature", out _));
        Assert.False(options.TryGetProperty("min_p", out _));
        Assert.Equal((5, 9), (options.GetProperty("top_k").GetInt32(), options.GetProperty("seed").GetInt32()));
        Assert.Equal(0.3, options.GetProperty("top_p").GetDouble(), 5);
        Assert.Equal(["temperature", "minP", "seed"], settings.GetProperty("options").GetProperty("modelsOwn").EnumerateArray().Select(n => n.GetString()));
        Assert.Equal(0.4, settings.GetProperty("inherited").GetProperty("options").GetProperty("temperature").GetDouble(), 5);
        Assert.Equal(HttpStatusCode.BadRequest, (await ada.Client.PutAsJsonAsync($"/api/v1/conversations/{conversation}/settings", new { options = new { modelsOwn = new[] { "colour" } } })).StatusCode);
    }

    [Fact]
    public async Task The_clock_of_a_prompt_is_the_readers()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        await ada.SetAsync(conversation, new { systemPrompt = "It is {{time}} on {{weekday}}, {{ date }}." });
        ada.Client.DefaultRequestHeaders.Add("Utc-Offset", "330");

        var prompt = (await fixture.SentForAsync(ada, conversation)).SystemPrompt();

        Assert.Matches(@"^It is \d\d:\d\d UTC\+05:30 on [A-Z][a-z]+day, \d{4}-\d\d-\d\d\.$", prompt);
    }

    [Theory]
    [InlineData("{{env}}"), InlineData("{{ PATH }}"), InlineData("{{user.password}}")]
    public async Task A_variable_that_does_not_exist_is_an_error_when_it_is_saved(string variable)
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();

        var response = await ada.Client.PutAsJsonAsync($"/api/v1/conversations/{conversation}/settings", new { systemPrompt = $"Tell {variable}" });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("There is no variable", (await response.JsonAsync()).GetProperty("errors").GetProperty("systemPrompt")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Someone_elses_conversation_has_no_settings()
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.GetAsync($"/api/v1/conversations/{conversation}/settings")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.PutAsJsonAsync($"/api/v1/conversations/{conversation}/settings", new { systemPrompt = "Be rude." })).StatusCode);
    }

    [Fact]
    public async Task Each_value_comes_from_the_nearest_that_has_one()
    {
        using var ada = await fixture.SignInAsync();
        var far = await ada.CreatePresetAsync(new { name = "Far", systemPrompt = "Far.", options = new { temperature = 0.1, topK = 11, seed = 1 } });
        var near = await ada.CreatePresetAsync(new { name = "Near", options = new { temperature = 0.2, topK = 12 } });
        var conversation = await ada.CreateConversationAsync();
        var outer = await fixture.FolderAsync(ada, conversation, null, far, null);
        await fixture.FolderAsync(ada, conversation, outer, null, "Middle.");
        await ada.SetAsync(conversation, new { presetId = near, options = new { temperature = 0.3 } });

        var sent = await fixture.SentForAsync(ada, conversation);

        Assert.Equal("Middle.", sent.SystemPrompt());
        var options = sent.GetProperty("options");
        Assert.Equal((0.3, 12, 1), (options.GetProperty("temperature").GetDouble(), options.GetProperty("top_k").GetInt32(), options.GetProperty("seed").GetInt32()));
        var inherited = (await ada.GetAsync($"/api/v1/conversations/{conversation}/settings")).GetProperty("inherited");
        Assert.Equal("Near", inherited.Text("presetName"));
        Assert.Equal("Middle.", inherited.Text("systemPrompt"));
        Assert.Equal(0.2f, inherited.GetProperty("options").GetProperty("temperature").GetSingle());
    }

    [Fact]
    public async Task The_outermost_folder_has_a_say_however_deep_the_conversation_lies()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var top = await fixture.FolderAsync(ada, conversation, null, null, "Of the top.");
        await using (var command = fixture.Host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("""
            WITH RECURSIVE nested AS (
                SELECT id, owner_id, 1 AS depth, gen_random_uuid() AS below FROM chat.folders WHERE id = $1
                UNION ALL SELECT below, owner_id, depth + 1, gen_random_uuid() FROM nested WHERE depth < 1000
            ), made AS (
                INSERT INTO chat.folders (id, owner_id, parent_id, name, created_at, updated_at)
                SELECT n.id, n.owner_id, p.id, 'Folder', now(), now() FROM nested n JOIN nested p ON p.below = n.id ORDER BY n.depth
            )
            UPDATE chat.conversations SET folder_id = (SELECT id FROM nested WHERE depth = 1000) WHERE id = $2
            """))
        {
            command.Parameters.Add(new() { Value = top });
            command.Parameters.Add(new() { Value = conversation });
            await command.ExecuteNonQueryAsync();
        }

        Assert.Equal("Of the top.", (await ada.GetAsync($"/api/v1/conversations/{conversation}/settings")).GetProperty("inherited").Text("systemPrompt"));
        Assert.Equal(HttpStatusCode.Conflict, (await ada.Client.PostAsJsonAsync("/api/v1/folders", new { name = "One more" })).StatusCode);
    }

    [Fact]
    public async Task A_folders_preset_holds_for_the_conversations_in_it()
    {
        using var ada = await fixture.SignInAsync();
        var preset = await ada.CreatePresetAsync(new { name = "House", systemPrompt = "Of the preset.", options = new { topK = 13 } });
        var folder = await ada.CreateFolderAsync(new { name = "Work" });
        var conversation = await ada.CreateConversationAsync(new { folderId = folder });

        Assert.Equal(preset, (await ada.SendAsync(HttpMethod.Patch, $"/api/v1/folders/{folder}", new { presetId = preset })).GetProperty("presetId").GetGuid());
        var sent = await fixture.SentForAsync(ada, conversation);
        await ada.SendAsync(HttpMethod.Patch, $"/api/v1/folders/{folder}", new { presetId = (Guid?)null });

        Assert.Equal(("Of the preset.", 13), (sent.SystemPrompt(), sent.GetProperty("options").GetProperty("top_k").GetInt32()));
        Assert.Null((await fixture.SentForAsync(ada, conversation)).SystemPrompt());
    }

    [Fact]
    public async Task A_conversation_can_do_without_the_system_prompt_it_would_inherit()
    {
        using var ada = await fixture.SignInAsync();
        var preset = await ada.CreatePresetAsync(new { name = "Talker", systemPrompt = "Talk.", options = new { topK = 12 } });
        var conversation = await ada.CreateConversationAsync(new { presetId = preset, systemPrompt = "" });
        await fixture.FolderAsync(ada, conversation, null, null, "Of the folder.");

        var settings = await ada.GetAsync($"/api/v1/conversations/{conversation}/settings");
        var without = await fixture.SentForAsync(ada, conversation);
        await ada.SetAsync(conversation, new { presetId = preset });
        var with = await fixture.SentForAsync(ada, conversation);
        var blank = await ada.SetAsync(conversation, new { presetId = preset, systemPrompt = " " });

        Assert.Equal(("", "Talk."), (settings.Text("systemPrompt"), settings.GetProperty("inherited").Text("systemPrompt")));
        Assert.Equal((null, 12), (without.SystemPrompt(), without.GetProperty("options").GetProperty("top_k").GetInt32()));
        Assert.Equal("Talk.", with.SystemPrompt());
        Assert.Equal("", blank.Text("systemPrompt"));
        Assert.Null((await fixture.SentForAsync(ada, conversation)).SystemPrompt());
    }

    [Fact]
    public async Task What_the_question_says_goes_before_everything()
    {
        using var ada = await fixture.SignInAsync();
        var preset = await ada.CreatePresetAsync(new { name = "Warm", options = new { temperature = 0.9, format = "json", topP = 0.5 } });
        var conversation = await ada.CreateConversationAsync(new { presetId = preset });
        await ada.SetAsync(conversation, new { presetId = preset, options = new { temperature = 0.6 } });
        var question = $"Hello {Guid.CreateVersion7():N}";

        using (var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = question, options = new { temperature = 0.1, format = "text" } })) await stream.ReadToEndAsync();

        var sent = fixture.Engine.Calls.Single(c => c.Body.GetRawText().Contains(question, StringComparison.Ordinal)).Body;
        Assert.Equal(0.1, sent.GetProperty("options").GetProperty("temperature").GetDouble());
        Assert.Equal(0.5, sent.GetProperty("options").GetProperty("top_p").GetDouble());
        Assert.False(sent.TryGetProperty("format", out _));
    }

    [Fact]
    public async Task A_presets_model_answers_where_none_is_named()
    {
        using var ada = await fixture.SignInAsync();
        var missing = await ada.CreatePresetAsync(new { name = "Gone", model = "no-such-model" });
        var there = await ada.CreatePresetAsync(new { name = "There", model = "sim:latest" });
        var conversation = await ada.CreateConversationAsync(new { presetId = missing });

        var refused = await ada.Client.PostAsJsonAsync($"/api/v1/conversations/{conversation}/messages", new { message = "Hello" });
        await ada.SetAsync(conversation, new { presetId = there });

        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Equal("sim:latest", (await ada.ConversationAsync(conversation)).Text("model"));
        Assert.Equal("sim:latest", (await fixture.SentForAsync(ada, conversation)).Text("model"));
    }

    [Fact]
    public async Task A_raw_prompt_goes_to_the_model_as_it_is()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        await ada.SetAsync(conversation, new { systemPrompt = "Once upon a time", options = new { raw = true, keepAlive = 90 } });

        var sent = await fixture.SentForAsync(ada, conversation, "there was");

        Assert.True(sent.GetProperty("raw").GetBoolean());
        Assert.Equal(90, sent.GetProperty("keep_alive").GetInt32());
        Assert.StartsWith("Once upon a time\n\nthere was", sent.Text("prompt"), StringComparison.Ordinal);
        Assert.Equal("Hello world", (await ada.MessagesAsync(conversation))[^1].PlainText());
    }

    [Fact]
    public async Task A_raw_prompt_is_refused_by_name_where_the_engine_knows_only_chats()
    {
        var settings = fixture.Engine.AsNode("openai");
        settings["Chat:Titles"] = "false";
        await using var host = await Testing.TestHost.StartAsync(settings);
        using var ada = await ChatUser.SignInAsync(host);
        await ChatFixture.EventuallyAsync(() => ada.GetAsync("/api/v1/models"), models => models.GetProperty("items").GetArrayLength() > 0);
        var conversation = await ada.CreateConversationAsync();
        await ada.SetAsync(conversation, new { options = new { raw = true } });

        var events = await ada.AskAsync(conversation, "Hello");

        Assert.Contains(events, e => e.Data.GetRawText().Contains("\"unsupported\"", StringComparison.Ordinal) && e.Data.GetRawText().Contains("template", StringComparison.Ordinal));
    }
}
