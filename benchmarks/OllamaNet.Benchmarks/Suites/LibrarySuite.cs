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
    private const int SearchesOfOne = 10;

    /// <summary>Lies in the folder once all is in it, and says what.</summary>
    private const string Mark = "library.txt";

    public async Task RunAsync()
    {
        var all = plan.LibrarySizes.Sum() + plan.LibraryOthers + plan.SearchUsers * plan.SearchMessages;
        Report.Title($"Library of {all:N0} messages; host and its PostgreSQL on core {Machine.ProductCore}, load on the other; load average {Machine.LoadAverage}");
        using var loop = new EventLoop();
        using var simulator = new EngineSimulator(loop);
        using var installation = new Installation(plan.LibraryData);
        var (mark, content) = (Path.Combine(installation.Data, Mark), $"{string.Join(' ', plan.LibrarySizes)} | {plan.SearchUsers} × {plan.SearchMessages}, {plan.Searchers} | {plan.LibraryOthers}");
        var isSeeded = File.Exists(mark);
        if (isSeeded && await File.ReadAllTextAsync(mark) != content) throw new InvalidOperationException($"{installation.Data} holds another library: {await File.ReadAllTextAsync(mark)}");
        await using var product = await ProductProcess.StartAsync(Machine.ProductCore, installation.Data, Installation.With(simulator.Address));
        var database = new ProductDatabase(installation.Data);
        var queries = new QueryCount(database);

        List<Account> readers = [];
        foreach (var size in plan.LibrarySizes) readers.Add(await Account.OpenAsync(product.Address, $"reader{size}", isSeeded));
        List<Account> searchers = [];
        for (var i = 0; i < plan.Searchers; i++) searchers.Add(await Account.OpenAsync(product.Address, $"searcher{i}", isSeeded));

        var seed = new SeedDatabase(database.ConnectionString);
        if (!isSeeded)
        {
            await seed.FillAsync(await PlansAsync(readers, searchers), Report.Note);
            await File.WriteAllTextAsync(mark, content);
            foreach (var account in readers.Concat(searchers)) await account.LogInAsync();
        }

        var load = new RequestLoad(loop);
        var meter = new RequestMeter(load, product, queries, plan, report);
        await ReadsAsync(load, product, queries, meter, readers, "conversation list, 50", (_, _) => "conversations?limit=50");
        await ReadsAsync(load, product, queries, meter, readers, "conversation list, 20 from the middle", (i, _) => $"conversations?limit=20&after={SeedDatabase.MiddleCursor(plan.LibrarySizes[i] / 2)}");
        await ReadsAsync(load, product, queries, meter, readers, "messages, the newest 50", (_, owner) => $"conversations/{SeedDatabase.LongOneOf(owner)}/messages?limit=50");
        await ReadsAsync(load, product, queries, meter, readers, "messages, 20 before the middle one", (i, owner) => $"conversations/{SeedDatabase.LongOneOf(owner)}/messages?limit=20&before={Middle(i, owner):N}");
        await ReadsAsync(load, product, queries, meter, readers, "messages, 20 after the middle one", (i, owner) => $"conversations/{SeedDatabase.LongOneOf(owner)}/messages?limit=20&after={Middle(i, owner):N}");
        await ReadsAsync(load, product, queries, meter, readers, "messages, 20 around the middle one", (i, owner) => $"conversations/{SeedDatabase.LongOneOf(owner)}/messages?limit=20&around={Middle(i, owner)}");
        await SearchesAsync(product, meter, searchers, seed.Text, $"search among {plan.SearchUsers:N0} × {plan.SearchMessages:N0}", plan.Searches, SearchGoal);
        await SearchesAsync(product, meter, [readers[^1]], seed.Text, $"search of one user with {plan.LibrarySizes[^1]:N0}", SearchesOfOne, goal: null);
        foreach (var account in readers.Concat(searchers)) account.Dispose();
    }

    private Guid Middle(int reader, Guid owner) => SeedDatabase.MiddleOf(owner, plan.LibrarySizes[reader] / 2);

    private async Task<List<SeedPlan>> PlansAsync(List<Account> readers, List<Account> searchers)
    {
        List<SeedPlan> plans = [];
        for (var i = 0; i < readers.Count; i++) plans.Add(new(await readers[i].IdAsync(), plan.LibrarySizes[i], plan.LibrarySizes[i] / 2, 1));
        foreach (var searcher in searchers) plans.Add(new(await searcher.IdAsync(), plan.SearchMessages, 0, 10));
        plans.AddRange(SeedCommand.Users(plan.SearchUsers - searchers.Count, plan.SearchMessages, seed: 7));
        plans.AddRange(SeedCommand.Users(plan.LibraryOthers / 10_000, 10_000, seed: 8).Select(p => p with { Short = true }));
        return plans;
    }

    // In turns, so that whatever else the machine does meets small and large alike.
    private async Task ReadsAsync(RequestLoad load, ProductProcess product, QueryCount counter, RequestMeter meter, List<Account> readers, string name, Func<int, Guid, string> path)
    {
        List<byte[]> requests = [];
        for (var i = 0; i < readers.Count; i++) requests.Add(Request.Get(product.Address, "/api/v1/" + path(i, await readers[i].IdAsync()), readers[i].Token));
        foreach (var request in requests) await load.RunAsync(product.Address, plan.Searches / 4, 1, _ => request); // warms

        List<List<RequestResult>> runs = requests.ConvertAll(_ => new List<RequestResult>());
        var queries = await counter.OfAsync(plan.Searches * readers.Count, RoundAsync);
        for (var repetition = 1; repetition < plan.Repetitions; repetition++) await RoundAsync();

        var medians = Enumerable.Range(0, readers.Count).Select(i => meter.Add($"{name}, {plan.LibrarySizes[i]:N0} messages: ", runs[i])).ToList();
        if (medians.Count > 1) report.Add($"{name}: growth of the median, smallest to largest", "×", [medians[^1] / medians[0]], Growth);
        report.Add($"{name}: queries a request", "", [queries]);

        async Task RoundAsync()
        {
            for (var i = 0; i < readers.Count; i++) runs[i].Add(await load.RunAsync(product.Address, plan.Searches, 1, _ => requests[i]));
        }
    }

    private static async Task SearchesAsync(ProductProcess product, RequestMeter meter, List<Account> searchers, SeedText text, string title, int count, double? goal)
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
            List<byte[]> requests = [.. Enumerable.Range(0, count).Select(i => Request.Get(product.Address, $"/api/v1/search?q={Uri.EscapeDataString(query())}", searchers[i % searchers.Count].Token))];
            all.AddRange(requests);
            await meter.MeasureAsync($"{title}, {kind}: ", i => requests[i % requests.Count], count, goal, withQueries: goal is not null);
        }

        var mixed = all.OrderBy(_ => random.Next()).ToList();
        await meter.MeasureAsync($"{title}, all of these: ", i => mixed[i % mixed.Count], count, goal, withQueries: goal is not null);
    }
}
