using System.Text.RegularExpressions;
using OllamaNet.Benchmarks.Load;
using OllamaNet.Benchmarks.Product;
using OllamaNet.Benchmarks.Sockets;

namespace OllamaNet.Benchmarks.Suites;

/// <summary>Whole answers of the demo model in the embedded engine, through the conversation path.</summary>
internal sealed partial class EmbeddedSuite(Plan plan, Report report)
{
    private const string Prompt =
        "I have just started OllamaNet on my own computer and would like to know how I can use another model than the small one that came with it. What do I have to install first, please?";

    public async Task RunAsync()
    {
        Report.Title($"Answers of the demo model, {plan.Answers} in a row; cores {Machine.AllCores}");
        using var loop = new EventLoop();
        using var installation = new Installation();
        var settings = new Dictionary<string, string>(Installation.Unlimited, StringComparer.Ordinal) { ["Inference:Nodes:0:Name"] = "embedded", ["Inference:Nodes:0:Kind"] = "embedded" };
        await using var product = await ProductProcess.StartAsync(Machine.AllCores, installation.Data, settings);
        using var ada = await Account.RegisterAsync(product.Address, "ada");
        var models = await ada.GetAsync("models");
        var model = models.GetProperty("items").EnumerateArray().First(m => m.GetProperty("demo").GetBoolean()).GetProperty("name").GetString()!;

        var conversations = await ada.CreateConversationsAsync(plan.Answers + 1);
        var stream = await ada.AskAsync(conversations[^1], Prompt, model);
        Report.Note($"Model {model}, prompt of {Count(PromptTokens(), stream)} tokens, answer of {Count(AnswerTokens(), stream)} tokens");

        var result = await new RequestLoad(loop).RunAsync(product.Address, plan.Answers, 1, n => Request.Post(
            product.Address, $"/api/v1/conversations/{conversations[n]}/messages", ada.Token, $$"""{"message":"{{Prompt}}","model":"{{model}}"}"""), "text-delta"u8.ToArray());
        report.Add("whole answer P50", "ms", [result.Whole.Milliseconds(0.50)]);
        report.Add("whole answer P95", "ms", [result.Whole.Milliseconds(0.95)], 800);
        report.Add("whole answer P99", "ms", [result.Whole.Milliseconds(0.99)]);
        report.Add("first token P50", "ms", [result.First.Milliseconds(0.50)]);
        report.Add("first token P95", "ms", [result.First.Milliseconds(0.95)]);
        report.Add("failed answers", "", [result.Problems.Count], 0);
    }

    private static string Count(Regex tokens, string stream) => tokens.Match(stream).Groups["count"].Value;

    [GeneratedRegex("\"promptTokens\":(?<count>\\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PromptTokens();

    [GeneratedRegex("\"answerTokens\":(?<count>\\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AnswerTokens();
}
