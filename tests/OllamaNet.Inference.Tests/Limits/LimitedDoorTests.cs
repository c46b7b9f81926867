using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Inference.Tests.Doors;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Limits;

/// <summary>Limits and keys as clients meet them.</summary>
public sealed class LimitedDoorTests(DoorHost door) : IClassFixture<DoorHost>
{
    [Fact]
    public async Task Each_answer_says_where_the_caller_stands_and_the_last_one_when_to_come_back()
    {
        using var ada = await door.Host.SignUpAsync();
        using var client = await KeyClientAsync(ada, new { name = "two", limits = new { requestsPerMinute = 2, tokensPerMinute = 10_000 } });

        using var first = await AskAsync(client, DoorHost.Native);
        using var second = await AskAsync(client, DoorHost.Same, stream: true);
        using var third = await AskAsync(client, DoorHost.Native);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal(("2", "1"), (Header(first, "x-ratelimit-limit-requests"), Header(first, "x-ratelimit-remaining-requests")));
        Assert.Equal("0", Header(second, "x-ratelimit-remaining-requests"));
        Assert.Equal("10000", Header(second, "x-ratelimit-limit-tokens"));
        Assert.InRange(int.Parse(Header(first, "x-ratelimit-remaining-tokens")!, System.Globalization.CultureInfo.InvariantCulture), 9000, 9999);
        Assert.StartsWith("\"requests\";r=1;t=", Header(first, "RateLimit"), StringComparison.Ordinal);
        var error = await DoorHost.ErrorAsync(third, 429);
        Assert.Equal(("rate_limit_error", "rate_limit_exceeded"), (error.GetProperty("type").GetString(), error.GetProperty("code").GetString()));
        Assert.InRange(third.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 31);
        Assert.Equal("0", Header(third, "x-ratelimit-remaining-requests"));
    }

    [Theory, InlineData("/v1/messages", "anthropic-ratelimit-requests-remaining", "1"), InlineData("/api/chat", "RateLimit", "\"requests\";r=1;t=30")]
    public async Task The_other_doors_say_it_in_their_words(string path, string header, string value)
    {
        using var client = await KeyClientAsync(door.User, new { name = "words", limits = new { requestsPerMinute = 2 } });

        using var response = await client.PostAsJsonAsync(path, path.StartsWith("/v1", StringComparison.Ordinal)
            ? new { model = DoorHost.Native, max_tokens = 10, messages = new[] { new { role = "user", content = "Hello" } } }
            : (object)new { model = DoorHost.Native, messages = new[] { new { role = "user", content = "Hello" } } });

        Assert.Equal((HttpStatusCode.OK, value), (response.StatusCode, Header(response, header)));
    }

    [Fact]
    public async Task A_used_up_quota_is_told_apart_from_a_limit()
    {
        using var ada = await door.Host.SignUpAsync();
        using var rule = await door.Admin.Client.PutAsJsonAsync("/api/v1/admin/limits", new { subject = "user", name = ada.UserName, tokensPerDay = 20 });
        using var client = await KeyClientAsync(ada, new { name = "quota" });

        HttpResponseMessage? last = null;
        for (var i = 0; i < 5 && last?.StatusCode is null or HttpStatusCode.OK; i++)
        {
            last?.Dispose();
            last = await AskAsync(client, DoorHost.Native);
        }

        var error = await DoorHost.ErrorAsync(last!, 429);
        Assert.Equal(("insufficient_quota", "insufficient_quota"), (error.GetProperty("type").GetString(), error.GetProperty("code").GetString()));
        last!.Dispose();
    }

    [Fact]
    public async Task A_stream_that_ends_however_gives_its_place_back()
    {
        using var ada = await door.Host.SignUpAsync();
        using var client = await KeyClientAsync(ada, new { name = "one", limits = new { concurrentStreams = 1 } });
        door.Ollama.AnswerNext(SimulatedAnswer.Words("held for a while") with { Hold = true, FaultAfter = 1 });
        var running = await AskAsync(client, DoorHost.Native, stream: true);
        await (await running.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[1]);

        using var refused = await AskAsync(client, DoorHost.Native);
        running.Dispose();
        var status = refused.StatusCode;
        for (var i = 0; i < 50 && status is HttpStatusCode.TooManyRequests; i++)
        {
            await Task.Delay(50);
            using var again = await AskAsync(client, DoorHost.Native);
            if ((status = again.StatusCode) is HttpStatusCode.OK) break;
        }

        door.Ollama.Release();
        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.OK), (refused.StatusCode, status));
    }

    [Fact]
    public async Task A_key_for_one_model_is_a_key_for_no_other()
    {
        using var client = await KeyClientAsync(door.User, new { name = "one model", models = new[] { DoorHost.Native } });

        using var allowed = await AskAsync(client, DoorHost.Native);
        using var shortName = await AskAsync(client, "native");
        using var refused = await AskAsync(client, DoorHost.Same);
        var listed = (await client.GetFromJsonAsync<JsonElement>("/v1/models")).GetProperty("data");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound), (allowed.StatusCode, shortName.StatusCode, refused.StatusCode));
        Assert.Equal([DoorHost.Native], listed.EnumerateArray().Select(m => m.GetProperty("id").GetString()!));
    }

    [Fact]
    public async Task A_wrong_key_gets_the_error_that_clients_of_the_door_know()
    {
        using var client = door.Host.ClientWith("onk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

        using var refused = await AskAsync(client, DoorHost.Native);

        Assert.Equal("invalid_api_key", (await DoorHost.ErrorAsync(refused, 401)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_stream_ends_when_its_key_is_deleted()
    {
        using var ada = await door.Host.SignUpAsync();
        var (key, id) = await ada.CreateKeyAsync(new { name = "gone" });
        using var client = door.Host.ClientWith(key);
        door.Ollama.AnswerNext(SimulatedAnswer.Words("held for a while") with { Hold = true, FaultAfter = 1 });
        using var running = await AskAsync(client, DoorHost.Native, stream: true);
        var read = running.Content.ReadAsStringAsync();

        using var deleted = await ada.Client.DeleteAsync($"/api/v1/keys/{id}");
        var text = await read.WaitAsync(TimeSpan.FromSeconds(5));

        door.Ollama.Release();
        Assert.Contains("error", text, StringComparison.Ordinal);
        Assert.DoesNotContain("a while", text, StringComparison.Ordinal);
    }

    private async Task<HttpClient> KeyClientAsync(TestUser owner, object request)
    {
        var client = new HttpClient { BaseAddress = door.Host.Address };
        client.DefaultRequestHeaders.Add("x-api-key", (await owner.CreateKeyAsync(request)).Key);
        return client;
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient client, string model, bool stream = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = JsonContent.Create(new { model, stream, messages = new[] { new { role = "user", content = "Hello" } } }) };
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
