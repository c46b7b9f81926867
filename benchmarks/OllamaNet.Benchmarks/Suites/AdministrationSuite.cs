using System.Globalization;
using OllamaNet.Benchmarks.Load;
using OllamaNet.Benchmarks.Product;
using OllamaNet.Benchmarks.Seeding;
using OllamaNet.Benchmarks.Simulation;
using OllamaNet.Benchmarks.Sockets;

namespace OllamaNet.Benchmarks.Suites;

/// <summary>What administrators wait for, and logging in, where there are many accounts and a long audit log.</summary>
internal sealed class AdministrationSuite(Plan plan, Report report)
{
    /// <summary>Lies in the folder once all is in it, and says what.</summary>
    private const string Mark = "administration.txt";

    public async Task RunAsync()
    {
        Report.Title($"{plan.Users:N0} accounts, {plan.AuditEntries:N0} audit entries; host and its PostgreSQL on core {Machine.ProductCore}, load on the other; load average {Machine.LoadAverage}");
        using var loop = new EventLoop();
        using var simulator = new EngineSimulator(loop);
        using var installation = new Installation(plan.LibraryData);
        var (mark, content) = (Path.Combine(installation.Data, Mark), string.Create(CultureInfo.InvariantCulture, $"{plan.Users} | {plan.AuditEntries}"));
        var isSeeded = File.Exists(mark);
        if (isSeeded && await File.ReadAllTextAsync(mark) != content) throw new InvalidOperationException($"{installation.Data} holds something else: {await File.ReadAllTextAsync(mark)}");
        await using var product = await ProductProcess.StartAsync(Machine.ProductCore, installation.Data, Installation.With(simulator.Address));
        var database = new ProductDatabase(installation.Data);
        using var ada = await Account.OpenAsync(product.Address, "ada", isSeeded);
        if (!isSeeded)
        {
            await new SeedAdministration(database.ConnectionString).FillAsync(plan.Users, plan.AuditEntries, Report.Note);
            await File.WriteAllTextAsync(mark, content);
            await ada.LogInAsync();
        }

        var meter = new RequestMeter(new RequestLoad(loop), product, new QueryCount(database), plan, report);
        await LoginsAsync(meter, product);
        await ada.LogInAsync();
        var random = new Random(5);
        var middle = (await ada.GetAsync("admin/users?limit=1&text=user" + plan.Users / 2)).GetProperty("items")[0].GetProperty("id").GetGuid();
        await ReadsAsync("users: newest 50", () => "users?limit=50");
        await ReadsAsync("users: whole name", () => $"users?text=user{random.Next(plan.Users)}");
        await ReadsAsync("users: part of a name, many", () => "users?text=ser1");
        await ReadsAsync("users: part of a display name", () => $"users?text={(char)('g' + random.Next(8))}{(char)('a' + random.Next(6))}{(char)('a' + random.Next(6))}{(char)('g' + random.Next(8))}");
        await ReadsAsync("users: nobody of that name", () => $"users?text=zz{random.Next(100_000)}zz");
        await ReadsAsync("users: disabled", () => "users?state=disabled");
        await ReadsAsync("users: administrators", () => "users?role=Admin");
        await ReadsAsync("user: one", () => $"users/{middle}");
        await ReadsAsync("audit: newest 50", () => "audit?limit=50");
        await ReadsAsync("audit: of somebody", () => $"audit?actor=user{random.Next(plan.Users)}");
        await ReadsAsync("audit: frequent action", () => "audit?action=auth.login");
        await ReadsAsync("audit: rare action", () => "audit?action=node.changed");
        await ReadsAsync("audit: all of a rare kind", () => "audit?action=node");
        await ReadsAsync("audit: an action that never was", () => "audit?action=backup");
        await ReadsAsync("audit: target", () => $"audit?target=gpu-{random.Next(40)}");
        await ReadsAsync("audit: failures", () => "audit?outcome=failure");
        await ReadsAsync("audit: text, frequent", () => "audit?text=Chromium");
        await ReadsAsync("audit: text, rare", () => $"audit?text=user{random.Next(plan.Users / 2, plan.Users)}");
        await ReadsAsync("audit: text, nowhere", () => $"audit?text=qqq{random.Next(100_000)}");
        await ReadsAsync("audit: a day half a year ago", () => $"audit?from={Day(random.Next(150, 200), 1)}&to={Day(150, 0)}&limit=50");

        async Task ReadsAsync(string name, Func<string> path)
        {
            await ada.LogInAsync();
            await meter.MeasureAsync(name + ": ", _ => Request.Get(product.Address, "/api/v1/admin/" + path(), ada.Token), plan.Searches / 3);
        }
    }

    private static string Day(int ago, int earlier) => TimeProvider.System.GetUtcNow().AddDays(-ago - earlier).ToString("yyyy-MM-dd'T00:00:00Z'", CultureInfo.InvariantCulture);

    /// <summary>A refresh token is good for one refresh.</summary>
    private async Task LoginsAsync(RequestMeter meter, ProductProcess product)
    {
        var login = Request.Post(product.Address, "/api/v1/auth/login", token: null, $$"""{"login":"ada","password":"{{Account.Password}}"}""");
        await meter.MeasureAsync("login, with the hash: ", _ => login, plan.Logins);
        List<byte[]> refreshes = [];
        var needed = plan.Logins * (plan.Repetitions + 1);
        while (refreshes.Count < needed) refreshes.Add(Request.Post(product.Address, "/api/v1/auth/refresh", token: null, $$"""{"refreshToken":"{{await Account.NewSessionAsync(product.Address, "ada")}}"}"""));
        var next = 0;
        await meter.MeasureAsync("refresh: ", _ => refreshes[next++ % needed], plan.Logins);
    }
}
