using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace OllamaNet.Chat.Tests;

public sealed class PresetFileTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_file_brings_presets_to_another_person_as_they_were()
    {
        using var ada = await fixture.SignInAsync();
        using var bob = await fixture.SignInAsync();
        await ada.CreatePresetAsync(new { name = "Brief", systemPrompt = "Be brief, {{user}}.", options = new { temperature = 0.2, format = new { type = "object" } }, visibility = "shared" });
        var file = await ada.GetAsync("/api/v1/presets/export");

        var report = await ImportAsync(bob, file);

        Assert.Equal(1, report.GetProperty("created").GetInt32());
        var mine = await bob.GetAsync($"/api/v1/presets/{(await OwnAsync(bob)).Single()}");
        Assert.Equal("private", mine.Text("visibility"));
        Assert.Equal("Be brief, {{user}}.", mine.Text("systemPrompt"));
        Assert.Equal("object", mine.GetProperty("options").GetProperty("format").Text("type"));
    }

    [Fact]
    public async Task A_file_replaces_ones_own_and_never_somebody_elses()
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var id = await ada.CreatePresetAsync(new { name = "Brief", systemPrompt = "Be brief." });
        var file = File(new { id, name = "Brief", systemPrompt = "Be rude." });

        Assert.Equal(1, (await ImportAsync(eve, file)).GetProperty("created").GetInt32());
        Assert.Equal("Be brief.", (await ada.GetAsync($"/api/v1/presets/{id}")).Text("systemPrompt"));
        Assert.DoesNotContain(id, await OwnAsync(eve));

        Assert.Equal(1, (await ImportAsync(ada, file)).GetProperty("updated").GetInt32());
        Assert.Equal("Be rude.", (await ada.GetAsync($"/api/v1/presets/{id}")).Text("systemPrompt"));
    }

    [Fact]
    public async Task What_others_use_is_not_replaced_by_a_file()
    {
        using var ada = await fixture.SignInAsync();
        var id = await ada.CreatePresetAsync(new { name = "Shared", systemPrompt = "Be brief.", visibility = "shared" });

        var report = await ImportAsync(ada, File(new { id, name = "Shared", systemPrompt = "Be rude." }));

        Assert.Single(report.GetProperty("skipped").EnumerateArray());
        Assert.Equal("Be brief.", (await ada.GetAsync($"/api/v1/presets/{id}")).Text("systemPrompt"));
    }

    [Fact]
    public async Task The_same_file_twice_makes_nothing_twice()
    {
        using var ada = await fixture.SignInAsync();
        var file = File(new { name = "Brief", systemPrompt = "Be brief." }, new { name = "Long", options = new { numPredict = 4000 } });
        await ImportAsync(ada, file);

        var again = await ImportAsync(ada, file);

        Assert.Equal(0, again.GetProperty("created").GetInt32());
        Assert.Equal(2, again.GetProperty("skipped").GetArrayLength());
        Assert.Equal(2, (await OwnAsync(ada)).Count);
    }

    [Fact]
    public async Task What_is_wrong_is_skipped_and_named_and_the_rest_taken()
    {
        using var ada = await fixture.SignInAsync();

        var report = await ImportAsync(ada, File(
            new { name = "Hot", options = new { temperature = 9 } }, new { name = "Nosy", systemPrompt = "{{env.SECRET}}" }, new { name = "Odd", colour = "red" }, 7,
            new { name = new string('x', 200) }, new { name = "Owner", ownerId = Guid.CreateVersion7() }, new { name = "Wide", visibility = "global" }, new { name = "Good" }));

        Assert.Equal(1, report.GetProperty("created").GetInt32());
        var skipped = report.GetProperty("skipped").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(0, 7), skipped.Select(s => s.GetProperty("index").GetInt32()));
        Assert.Equal("Hot", skipped[0].Text("name"));
        Assert.Contains("{{env.SECRET}}", skipped[1].Text("reason"), StringComparison.Ordinal);
        Assert.All(skipped, s => Assert.DoesNotContain("System.", s.Text("reason"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"format":"other","version":1,"presets":[]}""")]
    [InlineData("""{"format":"ollamanet.presets","version":2,"presets":[]}""")]
    [InlineData("""{"format":"ollamanet.presets","version":1}""")]
    [InlineData("""[]""")]
    public async Task Another_kind_of_file_is_refused(string body)
    {
        using var ada = await fixture.SignInAsync();

        var response = await ada.Client.PostAsync("/api/v1/presets/import", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static JsonElement File(params object[] presets) => JsonSerializer.SerializeToElement(new { format = "ollamanet.presets", version = 1, presets });

    private static async Task<JsonElement> ImportAsync(ChatUser user, JsonElement file)
    {
        var response = await user.Client.PostAsJsonAsync("/api/v1/presets/import", file);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    private static async Task<List<Guid>> OwnAsync(ChatUser user) =>
        [.. (await user.GetAsync("/api/v1/presets?limit=200")).GetProperty("items").EnumerateArray().Where(p => p.GetProperty("mine").GetBoolean()).Select(p => p.GetProperty("id").GetGuid())];
}
