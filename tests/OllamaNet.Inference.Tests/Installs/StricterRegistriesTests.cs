using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Installs;

public sealed class StricterRegistriesTests
{
    [Fact]
    public async Task What_was_allowed_once_is_looked_at_again_when_it_is_tried_again()
    {
        const string Model = "hf.co/once/allowed";
        await using var engine = await EngineSimulator.StartAsync();
        engine.Pulls(Model, SimulatedPull.Good with { Error = "pull model manifest: file does not exist" });
        await using var first = await TestHost.StartAsync(engine.AsNode());
        using var admin = await first.SignUpAsync();
        var job = (await PostAsync(admin.Client, InstallHost.Jobs, new { model = Model })).GetProperty("items")[0];
        Assert.Equal("model-not-found", (await EndedAsync(admin.Client, job)).Code());
        await first.StopAsync();

        var settings = first.SettingsToShare();
        foreach (var (key, value) in engine.AsNode()) settings[key] = value;
        (settings["Inference:AllowedRegistries:0"], settings["Inference:AllowedRegistries:1"]) = ("registry.ollama.ai", "registry.example");
        await using var second = await TestHost.StartAsync(settings);
        using var again = second.ClientWith(admin.AccessToken);

        var retried = await EndedAsync(again, await PostAsync(again, InstallHost.Path(job) + "/retry", new { }));
        Assert.Equal("registry-not-allowed", retried.Code());
        Assert.Single(engine.Requests, r => r.Path == "/api/pull");
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, object body)
    {
        using var response = await client.PostAsJsonAsync(path, body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<JsonElement> EndedAsync(HttpClient client, JsonElement job)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var now = await client.GetFromJsonAsync<JsonElement>(InstallHost.Path(job), limit.Token);
            if (now.State() is not ("queued" or "running")) return now;
            await Task.Delay(50, limit.Token);
        }
    }
}
