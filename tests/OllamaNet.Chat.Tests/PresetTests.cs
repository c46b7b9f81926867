using System.Net;
using System.Net.Http.Json;

namespace OllamaNet.Chat.Tests;

public sealed class PresetTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_preset_is_kept_as_it_was_saved()
    {
        using var ada = await fixture.SignInAsync();
        var options = new
        {
            temperature = 0.3,
            topP = 0.9,
            topK = 20,
            minP = 0.05,
            numPredict = 100,
            numCtx = 4096,
            stop = new[] { "END" },
            repeatPenalty = 1.1,
            presencePenalty = 0.5,
            frequencyPenalty = -0.5,
            seed = 7,
            format = new { type = "object" },
            raw = true,
            thinking = "low",
            keepAlive = 600,
        };

        var id = await ada.CreatePresetAsync(new { name = "Everything", description = "All of it", model = "sim:latest", systemPrompt = "Hello {{user}}", options });

        var kept = await ada.GetAsync($"/api/v1/presets/{id}");
        Assert.Equal("Everything", kept.Text("name"));
        Assert.Equal("private", kept.Text("visibility"));
        Assert.Equal(15, kept.GetProperty("options").EnumerateObject().Count(o => o.Value.ValueKind is not System.Text.Json.JsonValueKind.Null));
        Assert.Equal("low", kept.GetProperty("options").Text("thinking"));
        Assert.Equal(600, kept.GetProperty("options").GetProperty("keepAlive").GetInt32());
    }

    [Theory]
    [InlineData("temperature", -0.1), InlineData("temperature", 2.1), InlineData("topP", 1.1), InlineData("topK", -1), InlineData("minP", -0.1), InlineData("numPredict", 0), InlineData("numCtx", 64)]
    [InlineData("repeatPenalty", 0), InlineData("presencePenalty", 2.5), InlineData("frequencyPenalty", -2.5), InlineData("seed", -1), InlineData("keepAlive", -1), InlineData("keepAlive", 86_401)]
    [InlineData("format", "yaml"), InlineData("thinking", "hard"), InlineData("raw", "yes"), InlineData("temprature", 1)]
    public async Task A_value_out_of_its_range_is_refused_by_name(string option, object value)
    {
        using var ada = await fixture.SignInAsync();

        var response = await ada.Client.PostAsJsonAsync("/api/v1/presets", new { name = "Wrong", options = new Dictionary<string, object> { [option] = value } });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(option, await response.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("topK", 0, 1000, 1), InlineData("topP", 0, 1, 0.001), InlineData("minP", 0, 1, 0.001), InlineData("temperature", 0, 2, 0.001)]
    [InlineData("numPredict", 1, 1_048_576, 1), InlineData("numCtx", 128, 1_048_576, 1), InlineData("repeatPenalty", 0.1, 2, 0.001)]
    [InlineData("presencePenalty", -2, 2, 0.001), InlineData("frequencyPenalty", -2, 2, 0.001)]
    public async Task A_value_may_be_at_its_bounds_and_not_beyond(string option, double least, double most, double beyond)
    {
        using var ada = await fixture.SignInAsync();

        foreach (var value in (double[])[least, most]) await ada.CreatePresetAsync(new { name = "At the bound", options = new Dictionary<string, double> { [option] = value } });
        foreach (var value in (double[])[least - beyond, most + beyond])
        {
            var response = await ada.Client.PostAsJsonAsync("/api/v1/presets", new { name = "Beyond", options = new Dictionary<string, double> { [option] = value } });
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_schema_has_20000_characters_at_most()
    {
        using var ada = await fixture.SignInAsync();
        static object Preset(int length) => new { name = "Schema", options = new { format = new { title = new string('x', length - "{\"title\":\"\"}".Length) } } };

        await ada.CreatePresetAsync(Preset(20_000));

        Assert.Equal(HttpStatusCode.BadRequest, (await ada.Client.PostAsJsonAsync("/api/v1/presets", Preset(20_001))).StatusCode);
    }

    [Fact]
    public async Task Thousands_of_spaces_after_braces_take_no_time()
    {
        using var ada = await fixture.SignInAsync();
        var prompt = string.Concat(Enumerable.Repeat("{{" + new string(' ', 7_000), 4)) + "}";

        var id = await ada.CreatePresetAsync(new { name = "Spaces", systemPrompt = prompt });

        Assert.Equal(prompt, (await ada.GetAsync($"/api/v1/presets/{id}")).Text("systemPrompt"));
    }

    [Fact]
    public async Task The_name_of_a_copy_is_never_cut_inside_a_character()
    {
        using var ada = await fixture.SignInAsync();
        foreach (var lead in (string[])["", "x"])
        {
            var id = await ada.CreatePresetAsync(new { name = lead + string.Concat(Enumerable.Repeat("😀", 49)) });

            var response = await ada.Client.PostAsync($"/api/v1/presets/{id}/duplicate", null);

            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            Assert.EndsWith("😀 (2)", (await response.JsonAsync()).Text("name"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Too_many_or_empty_stop_texts_are_refused()
    {
        using var ada = await fixture.SignInAsync();

        foreach (var stop in new string?[][] { [""], [null], [.. Enumerable.Repeat("x", 9)], [new('x', 101)] })
            Assert.Equal(HttpStatusCode.BadRequest, (await ada.Client.PostAsJsonAsync("/api/v1/presets", new { name = "Wrong", options = new { stop } })).StatusCode);
    }

    [Fact]
    public async Task Another_persons_private_preset_looks_absent_everywhere()
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var id = await ada.CreatePresetAsync(new { name = "Secret", systemPrompt = "The word is swordfish." });
        var conversation = await eve.CreateConversationAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.GetAsync($"/api/v1/presets/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.PutAsJsonAsync($"/api/v1/presets/{id}", new { name = "Mine" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.DeleteAsync($"/api/v1/presets/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.PostAsync($"/api/v1/presets/{id}/duplicate", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.PutAsJsonAsync("/api/v1/presets/default", new { presetId = id })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.PutAsJsonAsync($"/api/v1/conversations/{conversation}/settings", new { presetId = id })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.PostAsJsonAsync("/api/v1/conversations", new { presetId = id })).StatusCode);
        Assert.Empty((await eve.GetAsync($"/api/v1/presets/export?id={id}")).GetProperty("presets").EnumerateArray());
        Assert.DoesNotContain((await eve.GetAsync("/api/v1/presets?q=Secret")).GetProperty("items").EnumerateArray(), p => p.GetProperty("id").GetGuid() == id);
    }

    [Fact]
    public async Task A_shared_preset_is_for_others_to_use_and_not_to_change()
    {
        using var ada = await fixture.SignInAsync();
        using var bob = await fixture.SignInAsync();
        var id = await ada.CreatePresetAsync(new { name = "Shared", visibility = "shared", systemPrompt = "Be brief." });
        var conversation = await bob.CreateConversationAsync(new { presetId = id });

        var seen = await bob.GetAsync($"/api/v1/presets/{id}");
        Assert.False(seen.GetProperty("editable").GetBoolean());
        Assert.False(seen.GetProperty("mine").GetBoolean());
        Assert.Equal("Be brief.", (await fixture.SentForAsync(bob, conversation)).SystemPrompt());
        Assert.Equal(HttpStatusCode.Forbidden, (await bob.PutPresetAsync(id, new { name = "Taken" }, "*")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await bob.DeletePresetAsync(id, "*")).StatusCode);
        var copy = await (await bob.Client.PostAsync($"/api/v1/presets/{id}/duplicate", null)).JsonAsync();
        Assert.Equal("private", copy.Text("visibility"));
        Assert.True(copy.GetProperty("editable").GetBoolean());
    }

    [Fact]
    public async Task A_preset_that_is_no_longer_shared_says_nothing_to_others()
    {
        using var ada = await fixture.SignInAsync();
        using var bob = await fixture.SignInAsync();
        var id = await ada.CreatePresetAsync(new { name = "Shared", visibility = "shared", systemPrompt = "Be brief." });
        var conversation = await bob.CreateConversationAsync(new { presetId = id });

        Assert.Equal(HttpStatusCode.OK, (await ada.PutPresetAsync(id, new { name = "Private again", systemPrompt = "Be brief." }, "*")).StatusCode);

        Assert.Null((await fixture.SentForAsync(bob, conversation)).SystemPrompt());
        Assert.Equal(HttpStatusCode.NotFound, (await bob.Client.GetAsync($"/api/v1/presets/{id}")).StatusCode);
    }

    [Fact]
    public async Task Only_administrators_make_and_change_global_presets()
    {
        using var ada = await fixture.SignInAsync();
        using var root = await fixture.SignInAdminAsync();
        var own = await ada.CreatePresetAsync(new { name = "Own" });

        Assert.Equal(HttpStatusCode.Forbidden, (await ada.Client.PostAsJsonAsync("/api/v1/presets", new { name = "Mine for all", visibility = "global" })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ada.PutPresetAsync(own, new { name = "Own", visibility = "global" })).StatusCode);
        var id = await root.CreatePresetAsync(new { name = "House style", visibility = "global" });
        Assert.Equal(HttpStatusCode.OK, (await ada.Client.GetAsync($"/api/v1/presets/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ada.PutPresetAsync(id, new { name = "Hers" }, "*")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await root.Client.GetAsync($"/api/v1/presets/{own}")).StatusCode);
    }

    [Fact]
    public async Task A_shared_preset_is_changed_only_by_who_read_its_last_version()
    {
        using var ada = await fixture.SignInAsync();
        var id = await ada.CreatePresetAsync(new { name = "Shared", visibility = "shared" });
        var first = (await ada.Client.GetAsync($"/api/v1/presets/{id}")).Headers.ETag!.Tag;
        var body = new { name = "Changed", visibility = "shared" };

        Assert.Equal(HttpStatusCode.PreconditionRequired, (await ada.PutPresetAsync(id, body)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ada.PutPresetAsync(id, body, first)).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await ada.PutPresetAsync(id, body, first)).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await ada.DeletePresetAsync(id, first)).StatusCode);
    }

    [Fact]
    public async Task Of_two_changes_at_once_one_is_told()
    {
        using var ada = await fixture.SignInAsync();
        var id = await ada.CreatePresetAsync(new { name = "Shared", visibility = "shared" });
        var version = (await ada.Client.GetAsync($"/api/v1/presets/{id}")).Headers.ETag!.Tag;

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => ada.PutPresetAsync(id, new { name = $"Change {i}", visibility = "shared" }, version)));

        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.OK);
        Assert.Equal(5, answers.Count(a => a.StatusCode is HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task Conversations_fall_back_when_their_preset_is_deleted()
    {
        using var ada = await fixture.SignInAsync();
        var id = await ada.CreatePresetAsync(new { name = "Brief", systemPrompt = "Be brief." });
        var conversation = await ada.CreateConversationAsync(new { presetId = id });
        await ada.Client.PutAsJsonAsync("/api/v1/presets/default", new { presetId = id });
        Assert.Equal(1, (await ada.GetAsync($"/api/v1/presets/{id}")).GetProperty("usedBy").GetProperty("conversations").GetInt32());

        var deleted = await (await ada.DeletePresetAsync(id)).JsonAsync();

        Assert.Equal(1, deleted.GetProperty("conversations").GetInt32());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await ada.ConversationAsync(conversation)).GetProperty("presetId").ValueKind);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await ada.GetAsync("/api/v1/presets/default")).GetProperty("presetId").ValueKind);
        Assert.Null((await fixture.SentForAsync(ada, conversation)).SystemPrompt());
    }

    [Fact]
    public async Task Each_model_has_three_profiles_to_start_from()
    {
        using var ada = await fixture.SignInAsync();

        var profiles = await ada.GetAsync("/api/v1/presets/profiles?model=sim:latest");

        Assert.Equal(["basic", "precise", "creative"], profiles.GetProperty("items").EnumerateArray().Select(p => p.Text("profile")));
        var temperatures = profiles.GetProperty("items").EnumerateArray().Skip(1).Select(p => p.GetProperty("options").GetProperty("temperature").GetDouble()).ToList();
        Assert.True(temperatures[0] < temperatures[1]);
        Assert.Equal("on", profiles.GetProperty("items")[1].GetProperty("options").Text("thinking"));
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Client.GetAsync("/api/v1/presets/profiles?model=nobody")).StatusCode);
    }

    [Fact]
    public async Task A_search_finds_signs_as_they_are()
    {
        using var ada = await fixture.SignInAsync();
        await ada.CreatePresetAsync(new { name = "100% sure" });
        await ada.CreatePresetAsync(new { name = "1000 sure" });

        var found = await ada.GetAsync("/api/v1/presets?q=100%25");

        Assert.Equal("100% sure", Assert.Single(found.GetProperty("items").EnumerateArray().Where(p => p.GetProperty("mine").GetBoolean()).ToList()).Text("name"));
    }
}
