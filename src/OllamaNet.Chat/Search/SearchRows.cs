using System.Runtime.CompilerServices;
using Npgsql;

namespace OllamaNet.Chat.Search;

/// <summary>Runs the statements of a search as they must be run: bounded in time, on one core, with memory for a bitmap of what a large user has.</summary>
internal static class SearchRows
{
    /// <summary>Longer than this nobody waits for what is being typed, and the database has others to serve.</summary>
    public const int PatienceSeconds = 5;

    // A bitmap of a million rows is whole with this much; of one that is not, each row's words would be taken apart again. It counts to the end of the batch.
    private const string Settings = "SELECT set_config('work_mem', '64MB', true), set_config('max_parallel_workers_per_gather', '0', true)";

    /// <exception cref="TimeoutException">It took too long.</exception>
    public static async IAsyncEnumerable<T> ReadSearchAsync<T>(
        this NpgsqlDataSource dataSource, NpgsqlBatchCommand command, Func<NpgsqlDataReader, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        batch.Timeout = PatienceSeconds;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Settings));
        batch.BatchCommands.Add(command);
        await using var reader = await OpenAsync(batch, cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) yield return read(reader);
    }

    // Every search ends in a sort, so what takes its time does so before the first row.
    private static async Task<NpgsqlDataReader> OpenAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            var reader = await batch.ExecuteReaderAsync(cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            return reader;
        }
        catch (NpgsqlException e) when (e.InnerException is TimeoutException)
        {
            throw new TimeoutException("The search took too long.", e);
        }
    }
}
