using System.Diagnostics;
using System.Globalization;
using OllamaNet.Benchmarks.Load;
using OllamaNet.Benchmarks.Product;
using OllamaNet.Benchmarks.Simulation;
using OllamaNet.Benchmarks.Sockets;

namespace OllamaNet.Benchmarks.Suites;

/// <summary>Looking through very many models, and how often the cache has what is asked for.</summary>
internal sealed class DiscoverySuite(Plan plan, Report report)
{
    private const double Goal = 10;
    private const int Nodes = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public async Task RunAsync()
    {
        Report.Title($"{plan.Models:N0} models on {Nodes} nodes; host and its PostgreSQL on core {Machine.ProductCore}, load on the other; load average {Machine.LoadAverage}");
        using var loop = new EventLoop();
        // A node's models are read up to a number.
        var shelves = Enumerable.Range(0, Nodes).Select(i => new SimulatedShelf(i * plan.Models / Nodes, ((i + 1) * plan.Models / Nodes) - (i * plan.Models / Nodes))).ToArray();
        var names = shelves.SelectMany(s => s.Names).ToArray();
        using var installation = new Installation();
        await using var product = await ProductProcess.StartAsync(Machine.ProductCore, installation.Data, Installation.With([.. shelves.Select(s => s.Address)]));
        using var ada = await Account.RegisterAsync(product.Address, "ada");
        await SeenAsync(ada);

        var queries = new QueryCount(new ProductDatabase(installation.Data));
        var meter = new RequestMeter(new RequestLoad(loop), product, queries, plan, report);
        var random = new Random(11);
        string Name() => Uri.EscapeDataString(names[Zipf(random, names.Length)]);
        await ReadsAsync("discovery: first page", () => "models/discover");
        await ReadsAsync("discovery: newest", () => "models/discover?sort=new");
        await ReadsAsync("discovery: a capability and a size", () => "models/discover?capability=tools&size=small");
        await ReadsAsync("discovery: a family", () => $"models/discover?family=tide{10 * random.Next(SimulatedShelf.Families / 10)}");
        await ReadsAsync("discovery: a word, asked before", () => "models/discover?q=lantern");
        await ReadsAsync("discovery: detail", () => $"models/detail?name={Name()}");
        await ReadsAsync("models that somebody may use (all of them, one answer)", () => "models", goal: null);

        // Not from the cache: each word is new.
        await ReadsAsync("search, never asked before", () => $"models/discover?q=falcon{random.Next(10_000)}%20{(char)('a' + random.Next(26))}{random.Next(1000)}", goal: null);

        var words = names.Take(1000).Select(n => n[(n.IndexOf('-', StringComparison.Ordinal) + 1)..n.IndexOf(':', StringComparison.Ordinal)]).ToArray();
        var before = await HitsAsync(ada);
        await ReadsAsync("a Zipf-like mix", () => random.Next(3) switch
        {
            0 => $"models/detail?name={Name()}",
            1 => $"models/discover?q={words[Zipf(random, words.Length)]}",
            _ => "models/discover",
        }, count: plan.Requests * 10);
        foreach (var (domain, (hits, all)) in await HitsAsync(ada))
        {
            var (hitsBefore, allBefore) = before.GetValueOrDefault(domain);
            if (all > allBefore) report.Add($"a Zipf-like mix: hits of {domain}, of {all - allBefore:0}", "%", [100 * (hits - hitsBefore) / (all - allBefore)]);
        }

        Array.ForEach(shelves, s => s.Dispose());

        Task ReadsAsync(string name, Func<string> path, double? goal = Goal, int? count = null) =>
            meter.MeasureAsync(name + ": ", _ => Request.Get(product.Address, "/api/v1/" + path(), ada.Token), count ?? plan.Requests, goal);
    }

    /// <summary>Rank <c>r</c> comes about <c>1/r</c> as often as the first.</summary>
    private static int Zipf(Random random, int count) => (int)Math.Min(count - 1, Math.Pow(count, random.NextDouble()) - 1);

    private async Task SeenAsync(Account ada)
    {
        var began = Stopwatch.GetTimestamp();
        while ((await ada.GetAsync("models/discover?limit=1")).GetProperty("total").GetInt32() < plan.Models)
        {
            if (Stopwatch.GetElapsedTime(began) > Patience) throw new TimeoutException("The models were not all seen.");
            await Task.Delay(500);
        }

        // Until what they are is written down too.
        await Task.Delay(TimeSpan.FromSeconds(10));
    }

    /// <returns>Hits and requests by domain.</returns>
    private static async Task<Dictionary<string, (double Hits, double All)>> HitsAsync(Account ada)
    {
        Dictionary<string, (double Hits, double All)> domains = new(StringComparer.Ordinal);
        foreach (var line in (await ada.GetTextAsync("/metrics")).Split('\n').Where(l => l.StartsWith("ollamanet_cache_requests", StringComparison.Ordinal)))
        {
            string Label(string name) => line.Split(name + "=\"") is [_, var rest, ..] ? rest[..rest.IndexOf('"', StringComparison.Ordinal)] : "";
            var value = double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
            var (hits, all) = domains.GetValueOrDefault(Label("domain"));
            domains[Label("domain")] = (hits + (Label("outcome") is "hit" ? value : 0), all + value);
        }

        return domains;
    }
}
