using System.Diagnostics;

namespace OllamaNet.Benchmarks.Product;

/// <summary>Queries that requests cost, without those that the host makes by itself.</summary>
internal sealed class QueryCount(ProductDatabase database)
{
    private double? _ownTransactions;

    // Each query is a transaction, and so is the reset of the connection that goes before the next one.
    /// <returns>Queries a request.</returns>
    public async Task<double> OfAsync(int requests, Func<Task> measure)
    {
        _ownTransactions ??= await OwnTransactionsAsync();
        var (before, began) = (await database.TransactionsAsync(), Stopwatch.GetTimestamp());
        await measure();
        var after = await database.TransactionsAsync();
        return Math.Round(Math.Max(0, after - before - (_ownTransactions.Value * Stopwatch.GetElapsedTime(began).TotalSeconds)) / requests / 2, 1);
    }

    /// <returns>A second.</returns>
    private async Task<double> OwnTransactionsAsync()
    {
        var (before, began) = (await database.TransactionsAsync(), Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(8));
        return (await database.TransactionsAsync() - before) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
