using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Usage;

/// <summary>The program itself, ended in the way that administrators do and in the way that power failures do.</summary>
public sealed class KilledHostTests
{
    [Fact]
    public async Task An_orderly_stop_loses_no_call_and_a_kill_those_of_a_second()
    {
        await using var engine = await EngineSimulator.StartAsync();
        var data = Directory.CreateTempSubdirectory("ollamanet-accounts-");
        string[] settings = [.. engine.AsNode().Select(s => $"--{s.Key}={s.Value}"), "--Limits:Enabled=false"];
        try
        {
            string token;
            await using (var first = await HostProcess.StartAsync(data.FullName, settings))
            {
                token = await RegisterAsync(first);
                await AskAsync(first, token, 40);
                await first.InterruptAsync();
            }

            await using (var second = await HostProcess.StartAsync(data.FullName, settings))
            {
                Assert.Equal(40, await CountAsync(second, token));
                await AskAsync(second, token, 40);
                await Task.Delay(TimeSpan.FromSeconds(1));
                await second.KillAsync();
            }

            await using var third = await HostProcess.StartAsync(data.FullName, settings);
            Assert.Equal(80, await CountAsync(third, token));
            await third.InterruptAsync(); // its database must be gone before the folder is
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<string> RegisterAsync(HostProcess host)
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        using var response = await client.PostAsJsonAsync("/api/v1/auth/register", new { userName = "ada", email = "ada@example.org", password = TestUser.Password });
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!;
    }

    private static async Task AskAsync(HostProcess host, string token, int times)
    {
        using var client = With(host, token);
        await Parallel.ForEachAsync(Enumerable.Range(0, times), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, cancellationToken) =>
        {
            using var response = await client.PostAsJsonAsync("/v1/chat/completions", new { model = EngineSimulator.Model, messages = new[] { new { role = "user", content = "Hello" } } }, cancellationToken);
            response.EnsureSuccessStatusCode();
        });
    }

    private static async Task<int> CountAsync(HostProcess host, string token)
    {
        using var client = With(host, token);
        var usage = await client.GetFromJsonAsync<JsonElement>("/api/v1/usage?by=model");
        return usage.GetProperty("items").EnumerateArray().Sum(i => i.GetProperty("requests").GetInt32());
    }

    private static HttpClient With(HostProcess host, string token)
    {
        var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
