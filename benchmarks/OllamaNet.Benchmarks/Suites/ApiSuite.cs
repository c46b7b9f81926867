using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Identity;
using OllamaNet.Benchmarks.Load;
using OllamaNet.Benchmarks.Product;
using OllamaNet.Benchmarks.Simulation;
using OllamaNet.Benchmarks.Sockets;

namespace OllamaNet.Benchmarks.Suites;

/// <summary>What a page of the interface waits for.</summary>
internal sealed class ApiSuite(Plan plan, Report report)
{
    private static readonly int[] Concurrencies = [1, 8];

    public async Task RunAsync()
    {
        Report.Title($"Requests, {plan.Requests} each ({plan.Logins} logins); host and its PostgreSQL on core {Machine.ProductCore}, load on the other");
        using var loop = new EventLoop();
        using var simulator = new EngineSimulator(loop);
        using var installation = new Installation();
        await using var product = await ProductProcess.StartAsync(Machine.ProductCore, installation.Data, Installation.With(simulator.Address));
        using var ada = await Account.RegisterAsync(product.Address, "ada");

        await ada.CreateConversationsAsync(plan.Conversations - 1);
        var longOne = await ada.CreateConversationAsync("A long one");
        for (var i = 0; i < plan.Turns; i++) await ada.AskAsync(longOne, "And then?", "once");
        await ada.LogInAsync();
        var page = await ada.GetAsync($"conversations/{longOne}/messages?limit=50");
        if (page.GetProperty("items").GetArrayLength() != 50) throw new InvalidOperationException("The page to be measured is not a page of 50.");

        var load = new RequestLoad(loop);
        await MeasureAsync(load, product, $"messages, 50 of {plan.Turns * 2}", Request.Get(product.Address, $"/api/v1/conversations/{longOne}/messages?limit=50", ada.Token), plan.Requests, 41);
        await MeasureAsync(load, product, $"conversations, 50 of {plan.Conversations}", Request.Get(product.Address, "/api/v1/conversations?limit=50", ada.Token), plan.Requests, 24.5);
        await LoginAsync(load, product);
    }

    private async Task<double> MeasureAsync(RequestLoad load, ProductProcess product, string name, byte[] request, int count, double? goal)
    {
        await load.RunAsync(product.Address, Math.Min(count, 200), 1, _ => request); // warms
        List<double> alone = [];
        foreach (var concurrency in Concurrencies)
        {
            List<RequestResult> runs = [];
            for (var i = 0; i < plan.Repetitions; i++) runs.Add(await load.RunAsync(product.Address, count, concurrency, _ => request));

            var at = $"{name}, {concurrency} at once: ";
            if (concurrency == 1) alone = [.. runs.Select(r => r.Whole.Milliseconds(0.50))];
            report.Add(at + "p50", "ms", [.. runs.Select(r => r.Whole.Milliseconds(0.50))]);
            report.Add(at + "p99", "ms", [.. runs.Select(r => r.Whole.Milliseconds(0.99))], concurrency == 1 ? goal : null);
            if (runs.SelectMany(r => r.Problems).CountBy(p => p).ToList() is { Count: > 0 } problems) Report.Note("failed: " + string.Join(", ", problems.Select(p => $"{p.Value} × {p.Key}")));
        }

        return alone.Order().ElementAt(alone.Count / 2);
    }

    /// <summary>Most of a login is the hash, which is slow on purpose; the rest is what the product can do something about.</summary>
    private async Task LoginAsync(RequestLoad load, ProductProcess product)
    {
        var request = Request.Post(product.Address, "/api/v1/auth/login", token: null, $$"""{"login":"ada","password":"{{Account.Password}}"}""");
        var login = await MeasureAsync(load, product, "login", request, plan.Logins, goal: null);
        var hash = Hash();
        report.Add("login: the hash alone (Identity's, same process as the load)", "ms", [hash]);
        report.Add("login: all but the hash (difference of the medians)", "ms", [login - hash], 21);
    }

    private double Hash()
    {
        var hasher = new PasswordHasher<object>();
        var stored = hasher.HashPassword(plan, Account.Password);
        var times = new Latencies(50);
        times.Open();
        for (var i = 0; i < 50; i++)
        {
            var began = Stopwatch.GetTimestamp();
            hasher.VerifyHashedPassword(plan, stored, Account.Password);
            times.Add(began, Stopwatch.GetTimestamp());
        }

        return times.Milliseconds(0.50);
    }
}
