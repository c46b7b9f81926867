using System.Net.Http.Json;
using OllamaNet.Testing;

namespace OllamaNet.Chat.Tests;

/// <summary>The program itself, killed with SIGKILL while it imports.</summary>
public sealed class KilledImportTests
{
    private const int Conversations = 2000;

    [Fact]
    public async Task The_next_process_goes_on_and_nothing_is_there_twice()
    {
        var data = Directory.CreateTempSubdirectory("ollamanet-killed-");
        var file = ShareSteps.ChatGptFile(Enumerable.Range(0, Conversations).Select(i => $"k{i}"), "hi");
        try
        {
            string token;
            Guid id;
            int before;
            await using (var host = await HostProcess.StartAsync(data.FullName, "--Jobs:LeaseSeconds=2"))
            {
                using var client = new HttpClient { BaseAddress = host.Address };
                token = (await (await client.PostAsJsonAsync("/api/v1/auth/register", new { userName = "ada", email = "ada@example.org", password = TestUser.Password })).JsonAsync()).Text("accessToken")!;
                using var ada = ChatUser.With(host.Address, token);
                id = (await (await ada.Client.PostAsync("/api/v1/imports", new StringContent(file))).JsonAsync()).Id();
                before = (await ChatFixture.EventuallyAsync(() => ada.GetAsync($"/api/v1/imports/{id}"), i => i.GetProperty("done").GetInt64() > 0)).Count("imported");
                await host.KillAsync();
            }

            await using var next = await HostProcess.StartAsync(data.FullName, "--Jobs:LeaseSeconds=2");
            using var again = ChatUser.With(next.Address, token);
            var import = await ChatFixture.EventuallyAsync(() => again.GetAsync($"/api/v1/imports/{id}"), i => i.Text("state") is not ("queued" or "running"), patience: 60);
            var titles = new List<string>();
            for (var after = ""; ;)
            {
                var page = await again.GetAsync($"/api/v1/conversations?limit=200{after}");
                titles.AddRange(page.Items().Select(c => c.Text("title")!));
                if (page.Text("next") is not { } cursor) break;
                after = $"&after={cursor}";
            }

            Assert.InRange(before, 1, Conversations - 1);
            Assert.Equal(("done", Conversations), (import.Text("state"), import.Count("imported")));
            Assert.Equal((Conversations, Conversations), (titles.Count, titles.Distinct(StringComparer.Ordinal).Count()));
            await next.InterruptAsync(); // its database must be gone before the folder is
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
