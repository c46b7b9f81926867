using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Installs;

/// <summary>The program itself, killed while a node fetches a model.</summary>
public sealed class KilledInstallTests
{
    [Fact]
    public async Task An_installation_outlives_the_server_that_began_it()
    {
        await using var engine = await EngineSimulator.StartAsync();
        engine.Pulls("long:1b", new SimulatedPull(new SimulatedLayer('a', 4_000)) { HoldAfter = 4 }, new SimulatedPull(new SimulatedLayer('a', 4_000)));
        var data = Directory.CreateTempSubdirectory("ollamanet-installs-");
        string[] settings = [.. engine.AsNode().Select(s => $"--{s.Key}={s.Value}"), "--Jobs:LeaseSeconds=2", "--Jobs:PollSeconds=0.2"];
        try
        {
            string token, path;
            await using (var first = await HostProcess.StartAsync(data.FullName, settings))
            {
                using var client = new HttpClient { BaseAddress = first.Address };
                using var registered = await client.PostAsJsonAsync("/api/v1/auth/register", new { userName = "ada", email = "ada@example.org", password = TestUser.Password });
                token = (await registered.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!;
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
                using var started = await client.PostAsJsonAsync(InstallHost.Jobs, new { model = "long:1b" });
                path = InstallHost.Path((await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items")[0]);
                await UntilAsync(client, path, j => j.Number("done") == 2_000);
                await first.KillAsync();
            }

            await using var second = await HostProcess.StartAsync(data.FullName, settings);
            using var again = new HttpClient { BaseAddress = second.Address };
            again.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var done = await UntilAsync(again, path, j => j.State() is "done" or "failed");

            Assert.Equal(("done", 4_000), (done.State(), done.Number("done")));
            Assert.Equal(2, engine.Requests.Count(r => r.Path == "/api/pull"));
            await second.InterruptAsync(); // its database must be gone before the folder is
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<JsonElement> UntilAsync(HttpClient client, string path, Predicate<JsonElement> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var job = await client.GetFromJsonAsync<JsonElement>(path, limit.Token);
            if (condition(job)) return job;
            await Task.Delay(50, limit.Token);
        }
    }
}
