using System.Globalization;
using OllamaNet.Benchmarks.Load;
using OllamaNet.Benchmarks.Product;
using OllamaNet.Benchmarks.Seeding;
using OllamaNet.Benchmarks.Simulation;
using OllamaNet.Benchmarks.Sockets;

namespace OllamaNet.Benchmarks.Suites;

/// <summary>What reading costs as the library grows: lists and pages of small and large users, and search among many.</summary>
internal sealed class LibrarySuite(Plan plan, Report report)
{
    private const double Growth = 1.5;
    private const double SearchGoal = 50;

    public async Task RunAsync()
    {
        Report.Title($"Library of {plan.LibrarySizes.Sum() + plan.LibraryOthers + plan.SearchUsers * plan.SearchMessages:N0} messages; host and its PostgreSQL on core {Machine.ProductCore}, load on the other");
        using var loop = new EventLoop();
        using var simulator = new EngineSimulator(loop);
        using var installation = new Installation();
        await using var product = await ProductProcess.StartAsync(Machine.ProductCore, installation.Data, Installation.With(simulator.Address));
        var database = new ProductDatabase(installation.Data);

        List<Account> readers = [];
        foreach (var size in plan.LibrarySizes) readers.Add(await Account.RegisterAsync(product.Address, $"reader{size}"));
        List<Account> searchers = [];
        for (var i = 0; i < plan.Searchers; i++) searchers.Add(await Account.RegisterAsync(product.Address, $"searcher{i}"));

        var seed = new SeedDatabase(database.ConnectionString);
        await seed.FillAsync(await PlansAsync(readers, searchers), Report.Note);
        foreach (var account in readers.Concat(searchers)) await account.LogInAsync();

        var load = new RequestLoad(loop);
        await ReadsAsync(load, product, database, readers, "conversation list, 50", _ => "/api/v1/conversations?limit=50");
        await ReadsAsync(load, product, database, readers, "messages page, 50 of half of them", owner => $"/api/v1/conversations/{SeedDatabase.LongOneOf(owner)}/messages?limit=50");
        await SearchesAsync(load, product, database, searchers, seed.Text);
        foreach (var account in readers.Concat(searchers)) account.Dispose();
    }

    private async Task<List<SeedPlan>> PlansAsync(List<Account> readers, List<Account> searchers)
    {
        List<SeedPlan> plans = [];
        for (var i = 0; i < readers.Count; i++) plans.Add(new(await readers[i].IdAsync(), plan.LibrarySizes[i], plan.LibrarySizes[i] / 2, 1));
        foreach (var searcher in searchers) plans.Add(new(await searcher.IdAsync(), plan.SearchMessages, 0, 10));
        plans.AddRange(SeedCommand.Users(plan.SearchUsers - searchers.Count, plan.SearchMessages, seed: 7));
        plans.AddRange(SeedCommand.Users(plan.LibraryOthers / 10_000, 10_000, seed: 8));
        return plans;
    }

    private async Task ReadsAsync(RequestLoad load, ProductProcess product, ProductDatabase database, List<Account> readers, string name, Func<Guid, string> path)
    {
        List<double> medians = [];
        for (var i = 0; i < readers.Count; i++)
        {
            var request = Request.Get(product.Address, path(await readers[i].IdAsync()), readers[i].Token);
            var runs = await MeasureAsync(load, product, database, $"{name}, {plan.LibrarySizes[i]:N0} messages: ", _ => request, goal: null);
            medians.Add(runs);
        }

        if (medians.Count > 1) report.Add($"{name}: growth of the median, smallest to largest", "×", [medians[^1] / medians[0]], Growth);
    }

    private async Task SearchesAsync(RequestLoad load, ProductProcess product, ProductDatabase database, List<Account> searchers, SeedText text)
    {
        var random = new Random(3);
        string Word(int from, int to) => text.Words.Where(w => w.Length >= 4).ElementAt(random.Next(from, to));
        (string Name, Func<string> Query)[] kinds =
        [
            ("a frequent word", () => Word(20, 200) + " "),
            ("a rare word", () => Word(2000, 8000) + " "),
            ("one letter", () => Word(20, 2000)[..1]),
            ("three letters", () => Word(20, 2000)[..3]),
            ("two words", () => $"{Word(20, 300)} {Word(20, 300)}"),
            ("a phrase", () => $"\"{string.Join(' ', text.Sentences(random, 1).Split(' ').Skip(2).Take(2))}\""),
            ("a word, before a day, without another", () => $"{Word(20, 500)} before:2025-01-15 -{Word(20, 500)}"),
            ("a misspelt word", () => { var word = Word(500, 5000); return word[..^2] + "xq"; }),
        ];
        List<byte[]> all = [];
        foreach (var (kind, query) in kinds)
        {
            List<byte[]> requests = [.. Enumerable.Range(0, plan.Searches).Select(i => Request.Get(product.Address, $"/api/v1/search?q={Uri.EscapeDataString(query())}", searchers[i % searchers.Count].Token))];
            all.AddRange(requests);
            await MeasureAsync(load, product, database, $"search among {plan.SearchUsers:N0} × {plan.SearchMessages:N0}, {kind}: ", i => requests[i % requests.Count], SearchGoal);
        }

        var mixed = all.OrderBy(_ => random.Next()).ToList();
        await MeasureAsync(load, product, database, $"search among {plan.SearchUsers:N0} × {plan.SearchMessages:N0}, all of these: ", i => mixed[i % mixed.Count], SearchGoal);
    }

    /// <returns>The median.</returns>
    private async Task<double> MeasureAsync(RequestLoad load, ProductProcess product, ProductDatabase database, string name, Func<int, byte[]> request, double? goal)
    {
        await load.RunAsync(product.Address, plan.Searches / 4, 1, request); // warms
        var before = await database.TransactionsAsync();
        List<RequestResult> runs = [];
        for (var i = 0; i < plan.Repetitions; i++) runs.Add(await load.RunAsync(product.Address, plan.Searches, 1, request));
        var queries = (double)(await database.TransactionsAsync() - before) / (plan.Repetitions * plan.Searches);

        List<double> At(double quantile) => runs.ConvertAll(r => r.Whole.Milliseconds(quantile));
        report.Add(name + "p50", "ms", At(0.50));
        report.Add(name + "p95", "ms", At(0.95), goal);
        report.Add(name + "p99", "ms", At(0.99));
        report.Add(name + "statements a request, with the host's own", "", [Math.Round(queries, 2)]);
        if (runs.SelectMany(r => r.Problems).CountBy(p => p).ToList() is { Count: > 0 } problems) Report.Note("failed: " + string.Join(", ", problems.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Value} × {p.Key}"))));
        return At(0.50).Order().ElementAt(runs.Count / 2);
    }
}
