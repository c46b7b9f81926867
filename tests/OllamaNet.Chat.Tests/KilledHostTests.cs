using System.Net.Http.Json;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

/// <summary>The program itself, killed with SIGKILL while it answers.</summary>
public sealed class KilledHostTests
{
    [Fact]
    public async Task At_most_half_a_second_of_text_is_gone_and_the_answer_can_be_made_again()
    {
        await using var engine = await EngineSimulator.StartAsync();
        var words = Enumerable.Range(0, 400).Select(i => $"{i} ").ToList();
        engine.AnswerFor(EngineSimulator.Model, new(words) { TokenDelay = TimeSpan.FromMilliseconds(20) });
        var data = Directory.CreateTempSubdirectory("ollamanet-killed-");
        string[] node = [.. engine.AsNode().Select(s => $"--{s.Key}={s.Value}"), "--Chat:Titles=false"];
        try
        {
            Guid conversation, answer;
            int seen;
            string token;
            await using (var host = await HostProcess.StartAsync(data.FullName, node))
            {
                token = await RegisterAsync(host);
                using var ada = ChatUser.With(host.Address, token);
                conversation = await ada.CreateConversationAsync();
                using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Count" });
                var events = await stream.UntilAsync(e => e.Type == "text-delta" && e.Delta.Contains("75", StringComparison.Ordinal));
                (answer, seen) = (events.MessageId(), events.Text().Length);
                await host.KillAsync();
            }

            engine.AnswerFor(EngineSimulator.Model, SimulatedAnswer.Words("All of it"));
            await using var next = await HostProcess.StartAsync(data.FullName, node);
            using var adaAgain = ChatUser.With(next.Address, token);
            var message = await ChatFixture.EventuallyAsync(async () => (await adaAgain.MessagesAsync(conversation))[1], m => m.Text("status") != "running");
            using var again = await adaAgain.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages/{answer}/regenerate", new { });

            // 25 words of 4 characters in half a second, and as many again for a machine that is late with its timer.
            Assert.Equal("interrupted", message.Text("status"));
            Assert.StartsWith(message.PlainText(), string.Concat(words), StringComparison.Ordinal);
            Assert.InRange(message.PlainText().Length, seen - 200, int.MaxValue);
            Assert.Equal("All of it", (await again.ReadToEndAsync()).Text());
            await next.InterruptAsync(); // its database must be gone before the folder is
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<string> RegisterAsync(HostProcess host)
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        var response = await client.PostAsJsonAsync("/api/v1/auth/register", new { userName = "ada", email = "ada@example.org", password = TestUser.Password });
        return (await response.JsonAsync()).Text("accessToken")!;
    }
}
